package dev.crema.emulator.device;

import static dev.crema.emulator.device.WifiBench.ACCESS_POINT;
import static dev.crema.emulator.device.WifiBench.END_OF_FRAME;
import static dev.crema.emulator.device.WifiBench.EVERYBODY;
import static dev.crema.emulator.device.WifiBench.INT_CLEAR;
import static dev.crema.emulator.device.WifiBench.INT_STATUS;
import static dev.crema.emulator.device.WifiBench.OWNER;
import static dev.crema.emulator.device.WifiBench.STATION;
import static dev.crema.emulator.device.WifiBench.frame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Frames pass the table of keys, both ways, as with the driver: it enables an entry before it writes the key. */
class WifiKeysTest {
    private static final int KEY_ENABLE = 0x814;
    private static final int PAIRWISE = 4;
    private static final int CCMP_PAIRWISE = 3 << 18 | 1 << 22;
    private static final int CCMP_GROUP = 3 << 18 | 3 << 22;
    private static final byte[] KEY = WifiBench.bytes("c97c1f67ce371185514a8a19f2bdd52f");
    private static final byte[] OTHER_KEY = WifiBench.bytes("69f0364233acd7361b4921d840310cf3");
    /** Packet number 1 and 2 of key 0, and 1 of group key 1. */
    private static final String PN1 = "0100002000000000";
    private static final String PN2 = "0200002000000000";
    private static final String GROUP_PN1 = "0100006000000000";
    private static final String TEXT = "aaaa030000000800" + "4500001c";
    private static final String ROOM = "0000000000000000";

    private final WifiBench bench = new WifiBench();

    WifiKeysTest() {
        bench.joined();
    }

    private void install(int slot, String peer, int use, byte[] key) {
        int entry = 0x1400 + 40 * slot;
        byte[] octets = WifiBench.bytes(peer);
        bench.write(entry, WifiBench.word(octets, 0));
        bench.write(entry + 4, WifiBench.word(octets, 4) | use);
        bench.or(KEY_ENABLE, 1 << slot);
        for (int i = 0; i < 4; i++) {
            bench.write(entry + 8 + 4 * i, WifiBench.word(Arrays.copyOfRange(key, 4 * i, 4 * i + 4), 0));
        }
    }

    private int transmit(byte[] mpduWithRoom, int slot) {
        int descriptor = bench.ram.descriptor(0x10, OWNER | END_OF_FRAME | mpduWithRoom.length + 4 << 12, DmaRam.BASE + 0x1000, 0);
        bench.store(DmaRam.BASE + 0x1000, mpduWithRoom);
        bench.write(0x1258, slot << 17);
        bench.write(0xd20, descriptor & 0xfffff | 1 << 24 | 3 << 30);
        bench.advance(5000);
        return bench.read(0x1270);
    }

    private static byte[] sealed(byte[] key, byte[] mpduWithRoom) {
        byte[] sealed = mpduWithRoom.clone();
        new Ccmp(key).encrypt(sealed, 0, sealed.length);
        return sealed;
    }

    private boolean received() {
        boolean any = bench.read(INT_STATUS) != 0;
        bench.write(INT_CLEAR, -1);
        return any;
    }

    @Test
    void whatIsSentIsEncryptedWithTheKeyOfItsSlot() {
        install(PAIRWISE, ACCESS_POINT, CCMP_PAIRWISE, KEY);
        byte[] mpdu = frame("0841", ACCESS_POINT, STATION, EVERYBODY, PN1 + TEXT + ROOM);
        assertEquals(0, transmit(mpdu, PAIRWISE));
        assertArrayEquals(sealed(KEY, mpdu), bench.air.frames.getFirst().mpdu());
        install(PAIRWISE, ACCESS_POINT, CCMP_PAIRWISE, OTHER_KEY);
        transmit(mpdu, PAIRWISE);
        assertArrayEquals(sealed(OTHER_KEY, mpdu), bench.air.frames.get(1).mpdu(), "a new key in the same slot");
    }

    @Test
    void withoutAKeyNothingIsSent() {
        byte[] mpdu = frame("0841", ACCESS_POINT, STATION, EVERYBODY, PN1 + TEXT + ROOM);
        assertEquals(0x40c0, transmit(mpdu, PAIRWISE));
        install(PAIRWISE, ACCESS_POINT, CCMP_PAIRWISE, KEY);
        bench.write(KEY_ENABLE, 0);
        assertEquals(0x40c0, transmit(mpdu, PAIRWISE));
        assertEquals(0x40c0, transmit(mpdu, 31));
        assertTrue(bench.air.frames.isEmpty());
    }

    @Test
    void whatIsReceivedIsPlainInMemoryAndKeepsItsHeaders() {
        install(PAIRWISE, ACCESS_POINT, CCMP_PAIRWISE, KEY);
        bench.receiveInto(1, 1600);
        byte[] mpdu = frame("0842", STATION, ACCESS_POINT, ACCESS_POINT, PN1 + TEXT + ROOM);
        assertTrue(bench.hear(sealed(KEY, mpdu)));
        assertTrue(received());
        byte[] stored = bench.memory(WifiBench.buffer(0, 1600), 28 + mpdu.length - Ccmp.MIC);
        assertEquals(HexFormat.of().formatHex(mpdu, 0, mpdu.length - Ccmp.MIC), HexFormat.of().formatHex(stored, 28, stored.length));
        assertEquals(mpdu.length + 4, stored[24] & 0xff, "the length counts MIC and check sequence");
        assertEquals(0, stored[27]);
    }

    @Test
    void aWrongKeyOrPeerOrKeyIdGivesNothing() {
        install(PAIRWISE, ACCESS_POINT, CCMP_PAIRWISE, KEY);
        bench.receiveInto(4, 1600);
        byte[] mpdu = frame("0842", STATION, ACCESS_POINT, ACCESS_POINT, PN2 + TEXT + ROOM);
        assertTrue(bench.hear(sealed(OTHER_KEY, mpdu)), "acknowledged, as the check sequence is right");
        assertTrue(!received());
        bench.hear(sealed(KEY, frame("0842", STATION, "020000000099", ACCESS_POINT, PN1 + TEXT + ROOM)));
        bench.hear(sealed(KEY, frame("0842", STATION, ACCESS_POINT, ACCESS_POINT, GROUP_PN1 + TEXT + ROOM)));
        bench.hear(frame("0842", STATION, ACCESS_POINT, ACCESS_POINT, "010000"));
        assertTrue(!received());
        bench.hear(sealed(KEY, mpdu));
        assertTrue(received());
    }

    @Test
    void framesToTheGroupHaveKeysOfTheirOwn() {
        install(PAIRWISE, ACCESS_POINT, CCMP_PAIRWISE, KEY);
        bench.receiveInto(4, 1600);
        byte[] mpdu = frame("0842", EVERYBODY, ACCESS_POINT, ACCESS_POINT, GROUP_PN1 + TEXT + ROOM);
        bench.hear(sealed(OTHER_KEY, mpdu));
        assertTrue(!received());
        install(0, ACCESS_POINT, CCMP_GROUP | 1 << 30, OTHER_KEY);
        bench.hear(sealed(OTHER_KEY, mpdu));
        assertTrue(received());
    }

    @Test
    void aSnifferSeesWhatItCannotDecrypt() {
        bench.receiveInto(1, 1600);
        bench.write(0x0e4, 1 << 15);
        byte[] air = sealed(KEY, frame("0842", STATION, ACCESS_POINT, ACCESS_POINT, PN1 + TEXT + ROOM));
        bench.hear(air);
        assertEquals(8, bench.ram.load32(WifiBench.buffer(0, 1600)) >>> 28);
        assertArrayEquals(air, bench.memory(WifiBench.buffer(0, 1600) + 28, air.length));
    }
}
