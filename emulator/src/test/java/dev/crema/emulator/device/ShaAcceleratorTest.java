package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.junit.jupiter.api.Test;

class ShaAcceleratorTest {
    private static final int SHA1 = 0x80;
    private static final int SHA256 = 0x90;
    private static final int SHA384 = 0xa0;
    private static final int SHA512 = 0xb0;

    private final ShaAccelerator sha = new ShaAccelerator();

    /** Hashes a message as a driver does: padded to blocks, big-endian words. */
    private byte[] hash(int algorithm, int blockSize, int digestSize, byte[] message) {
        int lengthSize = blockSize / 8;
        int blocks = (message.length + 1 + lengthSize + blockSize - 1) / blockSize;
        ByteBuffer padded = ByteBuffer.allocate(blocks * blockSize);
        padded.put(message).put((byte) 0x80).putLong(padded.capacity() - 8, 8L * message.length).rewind();
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < blockSize; i += 4) {
                sha.write(i, padded.getInt(), 4);
            }
            sha.write(block == 0 ? algorithm : algorithm + 4, 1, 4);
            assertEquals(0, sha.read(algorithm + 12, 4));
        }
        sha.write(algorithm + 8, 1, 4);
        ByteBuffer digest = ByteBuffer.allocate(digestSize);
        while (digest.hasRemaining()) {
            digest.putInt(sha.read(digest.position(), 4));
        }
        return digest.array();
    }

    private void compare(int algorithm, int blockSize, Digest oracle) {
        Random random = new Random(algorithm);
        for (int length = 0; length < 400; length += 1 + length / 8) {
            byte[] message = new byte[length];
            random.nextBytes(message);
            byte[] expected = new byte[oracle.getDigestSize()];
            oracle.update(message, 0, length);
            oracle.doFinal(expected, 0);
            assertArrayEquals(expected, hash(algorithm, blockSize, expected.length, message));
        }
    }

    @Test
    void sha1() {
        compare(SHA1, 64, new SHA1Digest());
    }

    @Test
    void sha256() {
        compare(SHA256, 64, SHA256Digest.newInstance());
    }

    @Test
    void sha384() {
        compare(SHA384, 128, new SHA384Digest());
    }

    @Test
    void sha512() {
        compare(SHA512, 128, new SHA512Digest());
    }

    @Test
    void algorithmsKeepTheirStatesApart() {
        byte[] expected = hash(SHA256, 64, 32, new byte[0]);
        hash(SHA1, 64, 20, new byte[300]);
        sha.write(SHA256 + 8, 1, 4);
        ByteBuffer digest = ByteBuffer.allocate(32);
        while (digest.hasRemaining()) {
            digest.putInt(sha.read(digest.position(), 4));
        }
        assertArrayEquals(expected, digest.array());
    }
}
