package dev.crema.net.ethernet;

import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import java.util.List;

/**
 * A {@link Recording} in place of a network: each frame comes at its time, whatever the guest does. A guest that does the same as
 * when it was recorded meets the same, to the tick; one that does something else meets a peer that does not care, repeats nothing
 * and answers no questions but those that it was asked then.
 */
public final class PlayedNetwork implements Network {
    private final List<Recording.Frame> frames;
    private int next;
    private EthernetPort guests = frame -> { };
    private Clock clock;
    private Event arrival;
    private boolean lastOfItsTick;

    /** Plays a recording from its beginning, to one machine. */
    public PlayedNetwork(Recording recording) {
        this(recording.frames(), 0);
    }

    private PlayedNetwork(List<Recording.Frame> frames, int next) {
        this.frames = frames;
        this.next = next;
    }

    /** One that goes on with what is left of this one's, for a fork of its machine; between two runs. */
    public PlayedNetwork fork() {
        return new PlayedNetwork(frames, next);
    }

    @Override
    public EthernetPort plug(EthernetPort port, Host host) {
        guests = port;
        clock = host.clock();
        arrival = clock.event("recorded frame", this::arrive);
        return frame -> answer();
    }

    /** Begins; after the machine was let in and got its state, between two runs. */
    public void start() {
        await();
    }

    private void await() {
        lastOfItsTick = false;
        if (next < frames.size()) {
            arrival.at(frames.get(next).tick());
        }
    }

    /** What came from outside came between two rounds, after everything else of its tick. */
    private void arrive() {
        if (!lastOfItsTick) {
            lastOfItsTick = true;
            arrival.at(clock.now());
            return;
        }
        while (isDue()) {
            send();
        }
        await();
    }

    private boolean isDue() {
        return next < frames.size() && frames.get(next).tick() <= clock.now();
    }

    private void send() {
        guests.send(frames.get(next++).bytes().clone());
    }

    /** The guest sends something: what was sent in the middle of that comes in the middle of it. */
    private void answer() {
        boolean answered = false;
        while (isDue() && frames.get(next).answer()) {
            answered = true;
            send();
        }
        if (answered) {
            await();
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
