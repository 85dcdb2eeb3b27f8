package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;

/**
 * The recording half of an {@link Rmt} channel. It begins with the first edge and ends when the wire has kept its level for
 * IDLE_THRES cycles, with an entry of duration 0.
 *
 * <p>A level is stored only once the edge that ends it has lasted: an edge that is taken back within the filter's time never
 * was.
 */
final class RmtReceiver implements Stateful {
    private static final int FIRST_SIGNAL = 83;
    private static final int STATUS_MEM_FULL = 1 << 28;
    private static final int LONGEST = 0x7fff;

    private final Rmt.Channel channel;
    private final Clock clock;
    private final Event idle;
    private boolean enabled;
    private boolean recording;
    private boolean full;
    private int entries;
    private boolean level;
    private long levelSince;
    /** The edge that ends the level, if there was one: {@link Clock#NEVER} otherwise. */
    private long edge = Clock.NEVER;

    RmtReceiver(Rmt.Channel channel, Clock clock, Signals signals) {
        this.channel = channel;
        this.clock = clock;
        idle = clock.event("RMT reception " + channel.number, this::ends);
        signals.listen(FIRST_SIGNAL + channel.number, this::changed);
    }

    /** CONF1 was written: RX_EN (1) opens and closes the ear, MEM_WR_RST (2) goes back to the first word. */
    void configured() {
        if (channel.conf1.bit(2)) {
            entries = 0;
            full = false;
        }
        boolean enable = channel.conf1.bit(1);
        if (enable != enabled) {
            enabled = enable;
            recording = false;
            edge = Clock.NEVER;
            idle.cancel();
        }
    }

    /** MEM_WADDR_EX, in words of the whole memory, and MEM_FULL. */
    int status() {
        return channel.number * 64 + (entries + 1 >> 1) & 0x3ff | (full ? STATUS_MEM_FULL : 0);
    }

    void reset() {
        enabled = false;
        recording = false;
        full = false;
        entries = 0;
        edge = Clock.NEVER;
        idle.cancel();
    }

    private void changed(boolean now) {
        if (!enabled) {
            return;
        }
        long time = clock.now();
        if (!recording) {
            recording = true;
            level = now;
            levelSince = time;
        } else if (edge == Clock.NEVER) {
            edge = time;
        } else if (time - edge < channel.glitchTicks()) {
            edge = Clock.NEVER;
        } else {
            storeLevel();
            edge = time;
        }
        idle.after(channel.conf0.field(23, 8) * channel.ticksPerCycle());
    }

    private void storeLevel() {
        long cycles = Math.min((edge - levelSince) / channel.ticksPerCycle(), LONGEST);
        store((int) cycles);
        level = !level;
        levelSince = edge;
        edge = Clock.NEVER;
    }

    private void ends() {
        if (edge != Clock.NEVER) {
            storeLevel();
        }
        store(0);
        recording = false;
        enabled = false;
        channel.received();
    }

    private void store(int cycles) {
        int index = entries >> 1;
        if (index >= channel.size()) {
            if (!full) {
                full = true;
                channel.failed();
            }
            return;
        }
        int entry = cycles | (level ? 0x8000 : 0);
        channel.store(index, (entries & 1) == 0 ? entry : channel.load(index) & 0xffff | entry << 16);
        entries++;
    }

    @Override
    public void state(State state) {
        state.all(idle);
        enabled = state.value(enabled);
        recording = state.value(recording);
        full = state.value(full);
        entries = state.value(entries);
        level = state.value(level);
        levelSince = state.value(levelSince);
        edge = state.value(edge);
    }
}
