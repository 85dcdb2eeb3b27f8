package dev.crema.net.air;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;
import dev.crema.net.air.security.Chance;
import dev.crema.net.ethernet.EthernetPort;
import java.util.Comparator;
import java.util.PriorityQueue;

/** One direction of a cable on which frames wait for bandwidth, are late, come twice, or are overtaken. */
final class ImpairedCable implements EthernetPort, Stateful {
    /** Frames that wait for bandwidth; what does not fit is lost, as in the queue of a router. */
    private static final int QUEUE = 64;
    /** Frames under way, whatever the delay; more are lost. */
    private static final int UNDER_WAY = 4_096;
    /** A frame that is overtaken is this much later than it would have been. */
    private static final long OVERTAKEN = 10 * Clock.TICKS_PER_MILLISECOND;

    private record Late(long due, long number, byte[] frame) { }

    private final EthernetPort end;
    private final Impairments impairments;
    private final Chance random;
    private final Clock clock;
    private final Event arrival;
    private final PriorityQueue<Late> late =
            new PriorityQueue<>(Comparator.comparingLong(Late::due).thenComparingLong(Late::number));
    private long number;
    private long freeAt;

    /** A cable to an end. */
    ImpairedCable(EthernetPort end, Impairments impairments, Chance random, Clock clock) {
        this.end = end;
        this.impairments = impairments;
        this.random = random;
        this.clock = clock;
        this.arrival = clock.event("impaired cable", this::arrive);
    }

    @Override
    public void send(byte[] frame) {
        long now = clock.now();
        long takes = ticks(frame.length);
        if (freeAt - now > QUEUE * ticks(LONGEST_FRAME) && takes > 0) {
            return;
        }
        freeAt = Math.max(freeAt, now) + takes;
        long due = freeAt + impairments.delay() + (happens(impairments.reordering()) ? OVERTAKEN : 0);
        hold(due, frame);
        if (happens(impairments.duplication())) {
            hold(due, frame.clone());
        }
        arrival.at(late.isEmpty() ? Clock.NEVER : late.element().due());
    }

    private long ticks(int length) {
        return impairments.rate() == 0 ? 0 : Clock.TICKS_PER_SECOND * 8 * length / impairments.rate();
    }

    private boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    private void hold(long due, byte[] frame) {
        if (late.size() < UNDER_WAY) {
            late.add(new Late(due, number++, frame));
        }
    }

    private void arrive() {
        while (!late.isEmpty() && late.element().due() <= clock.now()) {
            end.send(late.remove().frame());
        }
        arrival.at(late.isEmpty() ? Clock.NEVER : late.element().due());
    }

    @Override
    public void state(State state) {
        state.all(arrival, random);
        number = state.value(number);
        freeAt = state.value(freeAt);
        state.each(late, new Late(0, 0, new byte[0]),
                each -> new Late(state.value(each.due()), state.value(each.number()), state.array(each.frame())));
    }
}
