package dev.crema.net.usernet;

import dev.crema.emulator.time.Clock;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.SntpPacket;
import dev.crema.net.usernet.packet.UdpDatagram;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Tells the time, whichever server the guest asks: the date at which the machine was powered, plus virtual time since. That never
 * jumps, is the same in each run with the same date, and is the host's time to the extent that guest time keeps to host time.
 */
final class TimeService implements UdpService {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Instant start;
    private final Clock clock;
    private final GuestLan lan;
    private final Consumer<NetworkEvent> events;

    /**
     * A clock.
     *
     * @param start the date at tick 0 of the machine
     */
    TimeService(Instant start, Clock clock, GuestLan lan, Consumer<NetworkEvent> events) {
        this.start = start;
        this.clock = clock;
        this.lan = lan;
        this.events = events;
    }

    @Override
    public void receive(Endpoint from, Endpoint to, byte[] payload) {
        SntpPacket.parse(payload).ifPresent(question -> {
            lan.send(UdpDatagram.packet(to, from, question.answer(now())));
            events.accept(new NetworkEvent.TimeServed(from));
        });
    }

    private Instant now() {
        long tick = clock.now();
        return start.plus(Duration.ofSeconds(tick / Clock.TICKS_PER_SECOND,
                tick % Clock.TICKS_PER_SECOND * NANOS_PER_SECOND / Clock.TICKS_PER_SECOND));
    }
}
