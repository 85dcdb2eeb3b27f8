package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import java.util.function.IntSupplier;

/**
 * The random number generator behind {@code RNG_DATA}, 0x3FF75144: on the chip noise of the radio, here a sequence that a seed
 * determines (SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). No word follows itself,
 * since firmware takes a repeated word for a broken generator.
 */
public final class Rng implements IntSupplier, Stateful {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;
    private int last;

    /** The sequence of a seed. */
    public Rng(long seed) {
        state = seed;
    }

    @Override
    public int getAsInt() {
        int before = last;
        do {
            state += GOLDEN_GAMMA;
            long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
            last = (int) (mixed ^ mixed >>> 31);
        } while (last == before);
        return last;
    }

    @Override
    public void state(State state) {
        this.state = state.value(this.state);
        last = state.value(last);
    }
}
