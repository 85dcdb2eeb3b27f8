package dev.crema.net.air.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.air.frame.Mpdu;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupTkipTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] KEY = HEX.parseHex("000102030405060708090a0b0c0d0e0f" + "1011121314151617" + "18191a1b1c1d1e1f");
    private static final String HEADER = "0000" + "ffffffffffff" + "240ac4000002" + "066372656d01" + "3000";
    private static final byte[] PLAIN = HEX.parseHex("0802" + HEADER + "aaaa030000000800"
            + HEX.formatHex("Espresso".getBytes(StandardCharsets.US_ASCII)));

    private static Mpdu parse(byte[] frame) {
        return Mpdu.parse(frame).orElseThrow();
    }

    /** Computed by another program, whose keys are those of annex J.4. */
    @Test
    void aFrameOfAnAccessPoint() {
        CipherSuite suite = CipherSuite.of(KEY);
        byte[] sealed = suite.seal(parse(PLAIN), 0x0102030405FEL, 1);
        assertEquals("0842" + HEADER + "0525fe6004030201" + "b81f633d92010ff29b54938fe70e54415dbdeb4cd449d1e5b8db73f5",
                HEX.formatHex(sealed));
        assertEquals(0x0102030405FEL, suite.packetNumber(parse(sealed)));
        assertArrayEquals(PLAIN, suite.open(parse(sealed)).orElseThrow());
    }

    @Test
    void takesNothingThatWasChangedAndNothingTwice() {
        byte[] sealed = new TemporalKey(KEY, 1, 0).seal(parse(PLAIN));
        for (int bit = 8 * 24; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            // The seed repeats what the other bytes say.
            assertEquals(bit / 8 == 25, new TemporalKey(KEY, 1, 0).open(parse(changed)).isPresent() && bit / 8 != 27, "bit " + bit);
        }
        TemporalKey receiver = new TemporalKey(KEY, 1, 0);
        assertTrue(receiver.open(parse(sealed)).isPresent());
        assertEquals(Optional.empty(), receiver.open(parse(sealed)));
    }

    @Test
    void shortFramesAreNotOpened() {
        byte[] sealed = new TemporalKey(KEY, 1, 0).seal(parse(PLAIN));
        for (int length = 24; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertEquals(Optional.empty(), Mpdu.parse(cut).flatMap(new TemporalKey(KEY, 1, 0)::open), "length " + length);
        }
    }
}
