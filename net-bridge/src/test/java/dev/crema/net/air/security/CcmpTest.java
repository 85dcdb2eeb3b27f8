package dev.crema.net.air.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.frame.MpduBuilder;
import dev.crema.net.ethernet.MacAddress;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CcmpTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final MacAddress STATION = new MacAddress(0x24_0A_C4_00_00_01L);
    private static final MacAddress BSSID = new MacAddress(0x02_63_72_65_6D_01L);

    private static Mpdu parse(byte[] frame) {
        return Mpdu.parse(frame).orElseThrow();
    }

    /** IEEE 802.11-2016, annex J.6.4. */
    @Test
    void testVector() {
        Ccmp ccmp = new Ccmp(HEX.parseHex("c97c1f67ce371185514a8a19f2bdd52f"));
        byte[] plain = HEX.parseHex("0808c32c0fd2e128a57c5030f1844408abaea5b8fcba8033"
                + "f8ba1a55d02f85ae967bb62fb6cda8eb7e78a050");
        byte[] sealed = ccmp.seal(parse(plain), 0xB5039776E70CL, 0);
        assertEquals("0848c32c0fd2e128a57c5030f1844408abaea5b8fcba8033" + "0ce70020769703b5"
                + "f3d0a2fe9a3dbf2342a643e43246e80c3c04d0197845ce0b16f97623", HEX.formatHex(sealed));
        assertArrayEquals(plain, ccmp.open(parse(sealed)).orElseThrow());
    }

    @Test
    void noticesEveryChangedBit() {
        TemporalKey key = new TemporalKey(new byte[16], 0, 0);
        byte[] sealed = key.seal(parse(MpduBuilder.toDs(FrameKind.QOS_DATA, BSSID, STATION, BSSID).u16(5).u64(0x1122).build()));
        // Duration, sequence number, retry, power management, more data and the upper part of QoS control may change on the way.
        String free = "0038ffff" + "000000000000".repeat(3) + "f0ff" + "f0ff";
        byte[] mayChange = HEX.parseHex(free + "00".repeat(sealed.length - 26));
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            boolean allowed = (mayChange[bit / 8] >> bit % 8 & 1) != 0;
            // A changed kind or header length makes another frame of it, or none.
            Optional<byte[]> plain = Mpdu.parse(changed).flatMap(new TemporalKey(new byte[16], 0, 0)::open);
            boolean reserved = bit / 8 == 28 || bit / 8 == 29 && bit % 8 < 5;
            boolean subtype = bit >= 4 && bit < 7;
            assertEquals(allowed || reserved, plain.isPresent() && !subtype, "bit " + bit);
        }
    }

    @Test
    void takesNoPacketTwice() {
        TemporalKey sender = new TemporalKey(new byte[16], 1, 0);
        TemporalKey receiver = new TemporalKey(new byte[16], 1, 0);
        Mpdu plain = parse(MpduBuilder.fromDs(FrameKind.DATA, MacAddress.BROADCAST, BSSID, BSSID).u64(1).build());
        Mpdu first = parse(sender.seal(plain));
        Mpdu second = parse(sender.seal(plain));
        assertTrue(receiver.open(second).isPresent());
        assertEquals(Optional.empty(), receiver.open(second));
        assertEquals(Optional.empty(), receiver.open(first));
        assertEquals(Optional.empty(), new TemporalKey(new byte[16], 2, 0).open(first), "another key's number");
    }
}
