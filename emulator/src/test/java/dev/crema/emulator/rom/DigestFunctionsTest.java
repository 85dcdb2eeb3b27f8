package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.MessageDigest;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class DigestFunctionsTest {
    private static final int BUFFER = 0x3FFB0000;
    private static final int CONTEXT = 0x3FFC0000;
    private static final int DIGEST = 0x3FFC1000;
    private static final String CHECK = "123456789";

    private final RomGuest guest = RomGuest.java();

    /** The check values of the catalogue of parametrised CRC algorithms; each is a call with 0. */
    @Test
    void crcsOfTheCatalogue() {
        guest.put(BUFFER, CHECK);
        assertEquals(0xCBF43926, guest.call(0x4005CFEC, 0, BUFFER, 9), "CRC-32/ISO-HDLC");
        assertEquals(0xFC891918, guest.call(0x4005D024, 0, BUFFER, 9), "CRC-32/BZIP2");
        assertEquals(0x906E, guest.call(0x4005D05C, 0, BUFFER, 9), "CRC-16/IBM-SDLC");
        assertEquals(0xD64E, guest.call(0x4005D09C, 0, BUFFER, 9), "CRC-16/GENIBUS");
        assertEquals(0xA1, guest.call(0x4005D144, BUFFER, 9), "CRC-8/MAXIM-DOW");
    }

    /** The MAC address 24:0A:C4:00:00:01 as eFuses have it. */
    @Test
    void checksumOfAMacAddress() {
        guest.memory.put(BUFFER, (byte) 0x24, (byte) 0x0A, (byte) 0xC4, (byte) 0, (byte) 0, (byte) 1);
        assertEquals(0xBE, guest.call(0x4005D144, BUFFER, 6));
    }

    @Test
    void crcsCanBeContinued() {
        byte[] data = new byte[10_000];
        new Random(5).nextBytes(data);
        guest.memory.put(BUFFER, data);
        CRC32 expected = new CRC32();
        expected.update(data);
        int first = guest.call(0x4005CFEC, 0, BUFFER, 4001);
        assertEquals((int) expected.getValue(), guest.call(0x4005CFEC, first, BUFFER + 4001, data.length - 4001));
    }

    @Test
    void md5() throws Exception {
        Random random = new Random(6);
        for (int length : new int[] {0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 12_345}) {
            byte[] data = new byte[length];
            random.nextBytes(data);
            guest.memory.put(BUFFER, data);
            guest.call(0x4005DA7C, CONTEXT);
            int first = length == 0 ? 0 : random.nextInt(length);
            guest.call(0x4005DA9C, CONTEXT, BUFFER, first);
            guest.call(0x4005DA9C, CONTEXT, BUFFER + first, length - first);
            guest.call(0x4005DB1C, DIGEST, CONTEXT);
            byte[] digest = new byte[16];
            for (int i = 0; i < digest.length; i++) {
                digest[i] = (byte) guest.memory.load8(DIGEST + i);
            }
            assertArrayEquals(MessageDigest.getInstance("MD5").digest(data), digest, "of %d octets".formatted(length));
        }
    }
}
