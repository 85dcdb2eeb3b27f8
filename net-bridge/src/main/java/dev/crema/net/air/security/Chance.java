package dev.crema.net.air.security;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/**
 * Random numbers from a seed, the same as {@link java.util.SplittableRandom} gives (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", 2014), but with a state that can be saved.
 */
public final class Chance implements Stateful {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final double UNIT = 0x1.0p-53;

    private long seed;
    private long gamma;

    /** The numbers of a seed. */
    public Chance(long seed) {
        this(seed, GOLDEN_GAMMA);
    }

    private Chance(long seed, long gamma) {
        this.seed = seed;
        this.gamma = gamma;
    }

    private long nextSeed() {
        seed += gamma;
        return seed;
    }

    private long nextLong() {
        long z = nextSeed();
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** Other numbers, for somebody else. */
    public Chance split() {
        return new Chance(nextLong(), gammaOf(nextSeed()));
    }

    private static long gammaOf(long from) {
        long z = (from ^ from >>> 33) * 0xff51afd7ed558ccdL;
        z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
        z = z ^ z >>> 33 | 1;
        return Long.bitCount(z ^ z >>> 1) < 24 ? z ^ 0xaaaaaaaaaaaaaaaaL : z;
    }

    /** A number from 0 to less than 1. */
    public double nextDouble() {
        return (nextLong() >>> 11) * UNIT;
    }

    /** Fills an array. */
    public void nextBytes(byte[] bytes) {
        long word = 0;
        for (int i = 0; i < bytes.length; i++) {
            word = i % Long.BYTES == 0 ? nextLong() : word >>> Byte.SIZE;
            bytes[i] = (byte) word;
        }
    }

    @Override
    public void state(State state) {
        seed = state.value(seed);
        gamma = state.value(gamma) | 1;
    }
}
