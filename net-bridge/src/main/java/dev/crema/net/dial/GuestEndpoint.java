package dev.crema.net.dial;

import dev.crema.emulator.debug.profile.Profile;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.StopReason;
import dev.crema.net.iroh.Connection;
import dev.crema.net.iroh.DialException;
import dev.crema.net.iroh.Dialer;
import dev.crema.net.iroh.Echo;
import dev.crema.net.iroh.EchoReport;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import dev.crema.net.usernet.UserNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A machine whose firmware is an endpoint: boots until it prints its ticket, and is dialed on its own LAN, in step with its time;
 * {@link LanNetwork} says what of that is repeatable. Used on the machine's thread.
 */
public final class GuestEndpoint {
    /** After its ticket a firmware may have some lines more to print before it listens. */
    private static final Duration AFTER_TICKET = Duration.ofMillis(300);
    /** What the guest has to clean up and to print after a connection. */
    private static final Duration AFTER_CLOSE = Duration.ofMillis(100);
    private static final Duration LONGEST_CONFIRMATION = Duration.ofSeconds(10);

    private final Machine machine;
    private final LanNetwork lan;
    private final Dialer dialer;
    private final TicketFinder finder = new TicketFinder();

    /**
     * An endpoint that has yet to boot.
     *
     * @param machine just powered, and {@linkplain dev.crema.net.Surroundings#receive let in}
     * @param network that it is plugged into
     * @param key of who dials
     */
    public GuestEndpoint(Machine machine, UserNetwork network, SecretKey key) {
        this.machine = machine;
        lan = new LanNetwork(network, machine);
        dialer = new Dialer(lan, Optional.of(key));
        machine.console().onOutput(finder);
    }

    /** The machine. */
    public Machine machine() {
        return machine;
    }

    /** The network on which the endpoint is dialed. */
    public LanNetwork lan() {
        return lan;
    }

    /** The ticket, if the firmware has printed one. */
    public Optional<Ticket> ticket() {
        return finder.found();
    }

    /**
     * Boots until the ticket is there, and a little further.
     *
     * @param limit of guest time, from now
     */
    public Ticket boot(Duration limit) throws GuestException {
        Duration end = machine.now().plus(limit);
        while (finder.found().isEmpty()) {
            if (machine.now().compareTo(end) >= 0) {
                throw new GuestException(String.format(Locale.ROOT,
                        "No ticket with an IPv4 address (endpoint...) came on the console within %.0f s of guest time; "
                                + "does the firmware print one, and join the network?", limit.toMillis() / 1e3));
            }
            check(machine.run(machine.untilMultipleOf(LanNetwork.STEP)));
        }
        pass(AFTER_TICKET);
        return finder.found().get();
    }

    private void pass(Duration span) throws GuestException {
        Duration end = machine.now().plus(span);
        while (machine.now().compareTo(end) < 0) {
            check(machine.run(machine.untilMultipleOf(LanNetwork.STEP)));
        }
    }

    private static void check(StopReason reason) throws GuestException {
        switch (reason) {
            case StopReason.Failed failed -> throw new GuestException(failed.message());
            case StopReason.AsleepForEver asleep -> throw new GuestException("The chip fell asleep and nothing can wake it.");
            case StopReason.TimeReached time -> { }
            case StopReason.Requested requested -> { }
            case StopReason.Met met -> { }
        }
    }

    /**
     * Dials, has something echoed, and closes the connection.
     *
     * @param alpn the protocol to speak, which must echo
     * @param timeout in host time, for an answer and then for more of the echo
     */
    public Dialed dial(Ticket ticket, String alpn, InputStream source, Duration timeout)
            throws DialException, GuestException, IOException {
        try (OpenDial dial = open(ticket, alpn, timeout)) {
            Moment confirmed = Moment.of(machine);
            EchoReport echo = inStep(() -> Echo.run(dial.connection(), source, timeout));
            return new Dialed(dial.connection().peer(), dial.connection().place(), dial.handshake(), echo,
                    Moment.of(machine).since(confirmed));
        }
    }

    /**
     * Dials, and closes the connection as soon as the handshake is over.
     *
     * @param timeout in host time
     */
    public Moment.Span handshake(Ticket ticket, String alpn, Duration timeout) throws DialException, GuestException, IOException {
        try (OpenDial dial = open(ticket, alpn, timeout)) {
            return dial.handshake();
        }
    }

    /**
     * Does what {@link #handshake} does, and tells where the guest spent it.
     *
     * @param timeout in host time
     */
    public Handshake profile(Ticket ticket, String alpn, Duration timeout) throws DialException, GuestException, IOException {
        machine.startProfile();
        Optional<Profile> profile = Optional.empty();
        try (OpenDial dial = open(ticket, alpn, timeout)) {
            profile = Optional.of(machine.stopProfile());
            return new Handshake(dial.connection().peer(), dial.connection().place(), dial.handshake(), profile.get());
        } finally {
            if (profile.isEmpty()) {
                machine.stopProfile();
            }
        }
    }

    /**
     * Measures handshakes: the first after boot and a last one with a profile, and some without between them.
     *
     * @param image what the firmware is called
     * @param count of those without a profile, at least 1
     * @param timeout in host time, of each
     */
    public HandshakeReport measure(String image, Ticket ticket, String alpn, int count, Duration timeout)
            throws DialException, GuestException, IOException {
        Handshake first = profile(ticket, alpn, timeout);
        List<Moment.Span> others = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            others.add(handshake(ticket, alpn, timeout));
        }
        return new HandshakeReport(image, first, profile(ticket, alpn, timeout), others);
    }

    /**
     * A connection whose handshake is over on both sides.
     *
     * @param endpoint that was dialed
     * @param connection to it; it is used while the guest runs
     * @param handshake what it cost the guest
     */
    public record OpenDial(GuestEndpoint endpoint, Connection connection, Moment.Span handshake) implements AutoCloseable {
        /** Closes the connection, which takes as long as it takes the guest to hear of it, and a moment more. */
        @Override
        public void close() throws DialException, GuestException, IOException {
            endpoint.inStep(() -> {
                connection.close();
                return connection;
            });
            endpoint.pass(AFTER_CLOSE);
        }
    }

    /**
     * Dials.
     *
     * @param alpn the protocol to speak
     * @param timeout in host time
     */
    public OpenDial open(Ticket ticket, String alpn, Duration timeout) throws DialException, GuestException, IOException {
        Moment asked = Moment.of(machine);
        lan.takeFirstDatagram();
        Connection connection = inStep(() -> dialer.dial(ticket, alpn, timeout));
        if (!lan.awaitShortHeader(LONGEST_CONFIRMATION)) {
            throw new GuestException("The endpoint did not confirm the handshake within " + LONGEST_CONFIRMATION.toSeconds()
                    + " s of guest time.");
        }
        return new OpenDial(this, connection, Moment.of(machine).since(lan.takeFirstDatagram().orElse(asked)));
    }

    private <T> T inStep(Callable<T> work) throws DialException, GuestException, IOException {
        CompletableFuture<T> result = lan.start(work);
        Optional<StopReason> end = lan.await(result);
        if (end.isPresent()) {
            check(end.get());
        }
        try {
            return result.join();
        } catch (CompletionException failed) {
            switch (failed.getCause()) {
                case DialException refused -> throw refused;
                case IOException unreadable -> throw unreadable;
                default -> throw failed;
            }
        }
    }
}
