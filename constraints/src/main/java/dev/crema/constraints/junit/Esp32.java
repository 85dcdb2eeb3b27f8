package dev.crema.constraints.junit;

import dev.crema.constraints.fault.FaultSpec;
import dev.crema.constraints.heap.AllocationAttempt;
import dev.crema.constraints.heap.Heap;
import dev.crema.constraints.panic.Panic;
import dev.crema.emulator.machine.Machine;
import dev.crema.net.air.Air;
import dev.crema.net.dial.Dialed;
import dev.crema.net.dial.GuestEndpoint;
import dev.crema.net.dial.GuestException;
import dev.crema.net.dial.TicketFinder;
import dev.crema.net.iroh.DialException;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import dev.crema.net.usernet.Forward;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The board of a test, switched on with the first thing that is asked of it. Guest time passes only in {@link #run},
 * {@link #awaitConsole}, {@link #dial} and {@link #whileRunning}, on the thread of the test, and as fast as it can; so a test does
 * the same each time, on a fast host and on a slow one, beside others or alone.
 */
public final class Esp32 {
    private static final Duration TICKET_LIMIT = Duration.ofSeconds(60);
    private static final Duration DIAL_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(10);
    private static final int KEY_LENGTH = 32;
    private static final Pattern TICKET = Pattern.compile("\\bendpoint[a-z2-7]{20,2000}\\b");

    private final Starts starts;
    private Esp32Settings settings;
    private Optional<PoweredBoard> board = Optional.empty();
    private Optional<GuestEndpoint> endpoint = Optional.empty();

    Esp32(Starts starts) {
        this.starts = starts;
        this.settings = starts.settings();
    }

    /**
     * Changes what the board is made of, for this test; before anything else is asked of it.
     *
     * @return this
     */
    public Esp32 with(UnaryOperator<Esp32Settings> change) {
        if (board.isPresent()) {
            throw new IllegalStateException("the board is switched on already: call with() before anything else");
        }
        settings = change.apply(settings);
        return this;
    }

    /** Switches the board on, if nothing has yet. */
    PoweredBoard board() {
        if (board.isEmpty()) {
            board = Optional.of(starts.board(settings));
        }
        return board.get();
    }

    /** The console for a report, if the board was switched on. */
    Optional<Transcript> transcript() {
        return board.map(Transcript::of);
    }

    void close() {
        board.ifPresent(PoweredBoard::close);
    }

    // ---- console -------------------------------------------------------------------------------------------------------

    /**
     * Runs until the console shows what a regular expression describes, in what came since the last call, or since the test began.
     * A match that further characters could make longer counts once the line has ended or nothing more comes.
     *
     * @param limit of guest time, from now
     * @return the match, with its groups
     * @throws AssertionError if it does not come
     */
    public MatchResult awaitConsole(String regex, Duration limit) {
        return board().awaitConsole(Pattern.compile(regex), limit);
    }

    /** Types text at the console; it enters as guest time goes on. A line ends with {@code \r} for most firmware. */
    public void type(String text) {
        board().machine().console().type(text);
    }

    /** All that the console has shown since power-on. */
    public String console() {
        return board().console().text();
    }

    /**
     * Runs until the firmware has panicked. Where nobody awaits it, a panic fails the test.
     *
     * @param limit of guest time, from now
     * @throws AssertionError if it does not panic
     */
    public Panic awaitPanic(Duration limit) {
        return board().awaitPanic(limit);
    }

    // ---- memory --------------------------------------------------------------------------------------------------------

    /** The heap of the firmware: what is free, who has what, what has leaked since a mark; empty if its allocator is not known. */
    public Heap heap() {
        return board().heap();
    }

    /**
     * The n-th request for memory from now on fails, and no other.
     *
     * @param number from 1
     * @return what has failed so far, which grows as guest time passes
     */
    public List<AllocationAttempt> failAllocation(long number) {
        return board().fail(FaultSpec.nth(number));
    }

    /**
     * Requests for memory fail from now on that meet conditions such as {@code size=8192..}, {@code nth=3..,task=wifi},
     * {@code site=app_main}, {@code chance=1%@42}.
     *
     * @param conditions as {@link FaultSpec} has them
     * @return what has failed so far, which grows as guest time passes
     */
    public List<AllocationAttempt> failAllocations(String conditions) {
        return board().fail(FaultSpec.parse(conditions));
    }

    // ---- time and machine ----------------------------------------------------------------------------------------------

    /** Lets guest time pass. */
    public void run(Duration span) {
        board().run(span);
    }

    /** Guest time since power-on. */
    public Duration now() {
        return board().machine().now();
    }

    /** Presses the EN button. */
    public void reset() {
        board().machine().reset();
    }

    /** The machine, for all that is not here: memory, pins, tasks, symbols. */
    public Machine machine() {
        return board().machine();
    }

    // ---- network -------------------------------------------------------------------------------------------------------

    /** The air around: sends stations away, falls silent, comes back. */
    public Air air() {
        return board().air();
    }

    /**
     * Which UDP port of the host's loopback address leads to one of the guest, which the annotation or {@link #with} has named. The
     * guest hears what comes there while its time passes: see {@link #whileRunning}.
     */
    public int mappedUdpPort(int guestPort) {
        return board().mappedPort(Forward.Protocol.UDP, guestPort);
    }

    /** Which TCP port of the host's loopback address leads to one of the guest. */
    public int mappedTcpPort(int guestPort) {
        return board().mappedPort(Forward.Protocol.TCP, guestPort);
    }

    /**
     * Does something on a thread of its own, such as talking to the guest through a mapped port, and lets guest time pass on this one
     * until it is done.
     */
    public <T> T whileRunning(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("beside the ESP32").start(task);
        PoweredBoard running = board();
        try {
            while (!task.isDone()) {
                running.slice(running.machine().now().plus(STEP));
            }
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception exception ? exception : e;
        } finally {
            task.cancel(true);
        }
    }

    /** The ticket of an endpoint's firmware, the first one with an address; waits for it. */
    public Ticket ticket() {
        Optional<Ticket> shown = TICKET.matcher(console()).results().flatMap(word -> TicketFinder.parse(word.group()).stream())
                .findFirst();
        return shown.orElseGet(() -> {
            Duration end = now().plus(TICKET_LIMIT);
            while (true) {
                Optional<Ticket> next = TicketFinder.parse(board().awaitConsole(TICKET, end.minus(now())).group());
                if (next.isPresent()) {
                    return next.get();
                }
            }
        });
    }

    /**
     * Dials an endpoint's firmware on its own network, has it echo something, and closes the connection. To the guest, whoever dials
     * answers at once, however slow the host is.
     *
     * @param alpn the protocol to speak, which must echo, such as {@code echo/0}
     */
    public Dialed dial(String alpn, byte[] payload) throws DialException, GuestException, IOException {
        return endpoint().dial(ticket(), alpn, new ByteArrayInputStream(payload), DIAL_TIMEOUT);
    }

    /** Dials in other ways. */
    public GuestEndpoint endpoint() {
        if (endpoint.isEmpty()) {
            endpoint = Optional.of(new GuestEndpoint(machine(), board().network(), SecretKey.of(new byte[KEY_LENGTH])));
        }
        return endpoint.get();
    }
}
