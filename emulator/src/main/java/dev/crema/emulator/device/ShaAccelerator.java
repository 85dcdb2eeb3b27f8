package dev.crema.emulator.device;

import dev.crema.emulator.state.State;

/**
 * The SHA accelerator (TRM, "SHA Accelerator"): START takes the block in TEXT as the first of a message, CONTINUE as the next,
 * LOAD puts the state into TEXT. TEXT holds the big-endian words of a message as they are; software swaps its bytes. Every
 * operation is done at once, and each algorithm has a state of its own.
 */
public final class ShaAccelerator extends RegisterBlock {
    private static final int TEXT_WORDS = 32;

    private final Register[] text;
    private final int[] words = new int[80];
    private final long[] longWords = new long[80];
    private int[] state1 = ShaCompression.initial1();
    private int[] state256 = ShaCompression.initial256();
    private long[] state384 = ShaCompression.initial384();
    private long[] state512 = ShaCompression.initial512();

    /** The accelerator, idle. */
    public ShaAccelerator() {
        super("SHA", 0x1000);
        text = registers(0x000, 4, TEXT_WORDS, "TEXT_");
        algorithm(0x080, "SHA1", this::start1, this::continue1, () -> load(state1));
        algorithm(0x090, "SHA256", this::start256, this::continue256, () -> load(state256));
        algorithm(0x0a0, "SHA384", this::start384, () -> continueLong(state384), () -> load(state384));
        algorithm(0x0b0, "SHA512", this::start512, () -> continueLong(state512), () -> load(state512));
    }

    private void algorithm(int offset, String name, Runnable start, Runnable next, Runnable load) {
        trigger(offset, name + "_START", start);
        trigger(offset + 0x04, name + "_CONTINUE", next);
        trigger(offset + 0x08, name + "_LOAD", load);
        register(offset + 0x0c, name + "_BUSY").readOnly();
    }

    private void trigger(int offset, String name, Runnable operation) {
        register(offset, name).command(word -> {
            if ((word & 1) != 0) {
                operation.run();
            }
        });
    }

    private void takeBlock() {
        for (int i = 0; i < 16; i++) {
            words[i] = text[i].get();
        }
    }

    private void start1() {
        state1 = ShaCompression.initial1();
        continue1();
    }

    private void continue1() {
        takeBlock();
        ShaCompression.sha1(state1, words);
    }

    private void start256() {
        state256 = ShaCompression.initial256();
        continue256();
    }

    private void continue256() {
        takeBlock();
        ShaCompression.sha256(state256, words);
    }

    private void start384() {
        state384 = ShaCompression.initial384();
        continueLong(state384);
    }

    private void start512() {
        state512 = ShaCompression.initial512();
        continueLong(state512);
    }

    private void continueLong(long[] state) {
        for (int i = 0; i < 16; i++) {
            longWords[i] = (long) text[2 * i].get() << 32 | Integer.toUnsignedLong(text[2 * i + 1].get());
        }
        ShaCompression.sha512(state, longWords);
    }

    private void load(int[] state) {
        for (int i = 0; i < state.length; i++) {
            text[i].set(state[i]);
        }
    }

    private void load(long[] state) {
        for (int i = 0; i < state.length; i++) {
            text[2 * i].set((int) (state[i] >>> 32));
            text[2 * i + 1].set((int) state[i]);
        }
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.ints(state1);
        state.ints(state256);
        state.longs(state384);
        state.longs(state512);
    }
}
