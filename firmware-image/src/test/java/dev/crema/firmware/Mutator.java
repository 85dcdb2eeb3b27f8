package dev.crema.firmware;

import java.util.Arrays;
import java.util.Random;

/** Damages files as accidents and malice do: bits, bytes, numbers, missing and doubled stretches. Seeded, so reproducible. */
final class Mutator {
    private static final int[] TELLING = {0, 1, -1, 0x7fffffff, 0x80000000, 0xffff, 0x10000, 0xff, 0x1000, 31, 32, 33};

    private final Random random;

    Mutator(long seed) {
        random = new Random(seed);
    }

    byte[] mutate(byte[] seed) {
        byte[] bytes = seed.clone();
        for (int change = random.nextInt(5); change >= 0 && bytes.length > 8; change--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length - 4);
        // Headers are at the front, and more worth damaging.
        at = random.nextBoolean() ? at : at % 128;
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> LittleEndian.putI32(bytes, at & ~3, TELLING[random.nextInt(TELLING.length)]);
            case 3 -> LittleEndian.putI32(bytes, at & ~3, random.nextInt(2 * bytes.length));
            case 4 -> LittleEndian.putU16(bytes, at & ~1, TELLING[random.nextInt(TELLING.length)]);
            case 5 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 6 -> {
                int from = random.nextInt(bytes.length);
                int length = Math.min(random.nextInt(64), bytes.length - Math.max(at, from));
                System.arraycopy(bytes, from, bytes, at, Math.max(0, length));
            }
            default -> {
                int length = random.nextInt(64);
                byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
                System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
                return longer;
            }
        }
        return bytes;
    }
}
