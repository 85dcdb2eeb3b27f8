package dev.crema.net.ethernet;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.StateException;
import dev.crema.emulator.state.StateReader;
import dev.crema.emulator.state.StateWriter;
import dev.crema.emulator.state.Stateful;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames that came to a guest over a cable, and when: in place of whoever sent them, for as many runs as wanted. Immutable.
 *
 * @param frames in the order of their time
 */
public record Recording(List<Frame> frames) {
    /** Nobody sends anything. */
    public static final Recording SILENCE = new Recording(List.of());

    /**
     * A frame.
     *
     * @param tick of virtual time since power-on
     * @param answer whether it was sent while a frame of the guest was being taken, at once
     * @param bytes not to be changed
     */
    public record Frame(long tick, boolean answer, byte[] bytes) {
    }

    /** Keeps the frames. */
    public Recording {
        frames = List.copyOf(frames);
    }

    /**
     * Reads what {@link #toBytes} made.
     *
     * @throws StateException if it is damaged
     */
    public static Recording of(byte[] bytes) {
        Frames frames = new Frames();
        StateReader.restore(bytes, frames);
        return new Recording(frames.list);
    }

    /** The recording as bytes. */
    public byte[] toBytes() {
        Frames all = new Frames();
        all.list.addAll(frames);
        return StateWriter.save(all);
    }

    private static final class Frames implements Stateful {
        private final List<Frame> list = new ArrayList<>();

        @Override
        public void state(State state) {
            state.section("recording");
            state.each(list, new Frame(0, false, new byte[0]),
                    each -> new Frame(state.value(each.tick), state.value(each.answer), state.array(each.bytes)));
        }
    }
}
