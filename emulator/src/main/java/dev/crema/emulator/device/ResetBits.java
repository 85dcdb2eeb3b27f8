package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/** A register of reset lines: setting a bit resets the block that hangs on it. */
public final class ResetBits implements Stateful {
    private static final Runnable NOTHING = () -> { };

    private final Runnable[] blocks = new Runnable[32];
    private final Register register;
    private int held;

    ResetBits(Register register) {
        this.register = register.onWrite(word -> changed());
        for (int bit = 0; bit < blocks.length; bit++) {
            blocks[bit] = NOTHING;
        }
    }

    /** Sets what a bit resets; several blocks may hang on one. */
    public void on(int bit, Runnable reset) {
        Runnable before = blocks[bit];
        blocks[bit] = () -> {
            before.run();
            reset.run();
        };
    }

    private void changed() {
        int now = register.get();
        int rising = now & ~held;
        held = now;
        while (rising != 0) {
            int bit = Integer.numberOfTrailingZeros(rising);
            rising &= rising - 1;
            blocks[bit].run();
        }
    }

    void reset() {
        held = 0;
    }

    @Override
    public void state(State state) {
        held = state.value(held);
    }
}
