package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class AesAcceleratorTest {
    private static final int START = 0x00;
    private static final int IDLE = 0x04;
    private static final int MODE = 0x08;
    private static final int KEY = 0x10;
    private static final int TEXT = 0x30;
    private static final int ENDIAN = 0x40;

    private final AesAccelerator aes = new AesAccelerator();

    private byte[] run(int mode, byte[] key, byte[] block) {
        aes.write(MODE, mode, 4);
        store(KEY, key);
        store(TEXT, block);
        aes.write(START, 1, 4);
        assertEquals(1, aes.read(IDLE, 4));
        byte[] result = new byte[16];
        for (int i = 0; i < 16; i++) {
            result[i] = (byte) (aes.read(TEXT + (i & ~3), 4) >>> 8 * (i & 3));
        }
        return result;
    }

    private void store(int offset, byte[] bytes) {
        for (int i = 0; i < bytes.length; i += 4) {
            for (int j = 0; j < 4; j++) {
                aes.write(offset + i + j, bytes[i + j], 1);
            }
        }
    }

    /** FIPS 197, appendix C.1. */
    @Test
    void exampleOfTheStandard() {
        byte[] key = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
        byte[] block = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
        assertEquals("69c4e0d86a7b0430d8cdb78070b4c55a", HexFormat.of().formatHex(run(0, key, block)));
    }

    @Test
    void allKeySizesBothWaysAsBouncyCastle() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            int size = i % 3;
            byte[] key = new byte[16 + 8 * size];
            byte[] block = new byte[16];
            random.nextBytes(key);
            random.nextBytes(block);
            var oracle = AESEngine.newInstance();
            byte[] expected = new byte[16];
            oracle.init(true, new KeyParameter(key));
            oracle.processBlock(block, 0, expected, 0);
            assertArrayEquals(expected, run(size, key, block));
            assertArrayEquals(block, run(4 + size, key, expected));
        }
    }

    @Test
    void clearedEndianBitsReverseBytesAndWords() {
        byte[] key = HexFormat.of().parseHex("0f0e0d0c0b0a09080706050403020100");
        byte[] block = HexFormat.of().parseHex("ffeeddccbbaa99887766554433221100");
        aes.write(ENDIAN, 0, 4);
        assertEquals("5ac5b47080b7cdd830047b6ad8e0c469", HexFormat.of().formatHex(run(0, key, block)));
    }

    @Test
    void modeThatDoesNotExistLeavesTheText() {
        byte[] block = new byte[16];
        Arrays.fill(block, (byte) 7);
        assertArrayEquals(block, run(3, new byte[16], block));
    }
}
