package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import java.util.function.Consumer;

/**
 * One of the five transmit slots: where its frame is, how and with which key it is to be sent, and how that ended. Slot n's registers
 * lie below those of slot 0.
 */
final class WifiSlot implements Stateful {
    private static final int VALID = 1 << 30;
    private static final int ENABLED = 1 << 31;
    private static final int KICK = ENABLED | VALID;

    private final int number;
    private final Register config;
    private final Register plcp0;
    private final Register plcp1;
    private final Register result;
    private boolean pending;

    /**
     * A slot.
     *
     * @param kicked told that software wants the frame sent
     * @param aborted told that software does not want it sent any more
     */
    WifiSlot(RegisterBlock block, int number, Runnable kicked, Consumer<WifiSlot> aborted) {
        this.number = number;
        config = block.register(0xd1c - 8 * number, "TX_CONFIG_" + number);
        plcp0 = block.register(0xd20 - 8 * number, "TX_PLCP0_" + number);
        plcp1 = block.register(0x1258 - 0x3c * number, "TX_PLCP1_" + number);
        result = block.register(0x1270 - 0x3c * number, "TX_PMD_" + number);
        plcp0.onWrite(word -> {
            boolean before = pending;
            pending = (word & KICK) == KICK;
            if (pending && !before) {
                kicked.run();
            } else if (before && !pending) {
                aborted.accept(this);
            }
        });
    }

    int number() {
        return number;
    }

    boolean isPending() {
        return pending;
    }

    void reset() {
        pending = false;
        plcp0.field(31, 30, 0);
    }

    /** How long the medium has to be free before the frame, in microseconds. */
    int contention() {
        return AirTime.SIFS + AirTime.SLOT * (config.field(27, 24) + config.field(21, 12));
    }

    int descriptor() {
        return DmaChain.address(plcp0.get());
    }

    /** Whether an ACK is to follow. */
    boolean wantsAck() {
        return plcp0.field(26, 24) != 0;
    }

    int rate() {
        return plcp1.field(16, 12);
    }

    int keySlot() {
        return plcp1.field(21, 17);
    }

    /** The frame was dealt with. */
    void ends(int outcome) {
        reset();
        result.set(outcome);
    }

    @Override
    public void state(State state) {
        pending = state.value(pending);
    }
}
