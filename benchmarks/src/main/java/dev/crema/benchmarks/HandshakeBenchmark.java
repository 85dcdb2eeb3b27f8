package dev.crema.benchmarks;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.Template;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.air.AirConditions;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.Impairments;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.dial.GuestEndpoint;
import dev.crema.net.dial.GuestException;
import dev.crema.net.dial.Moment;
import dev.crema.net.iroh.DialException;
import dev.crema.net.iroh.Echo;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole handshake of QUIC with the endpoint sample, dialed on its own network: the time of the host, dialer included, and what it
 * costs the guest. Guest time is that of the emulator's model, one instruction a cycle at 240 MHz; where the guest spends it, {@code
 * crema bench handshake} tells. JMH sums the guest's figures up over the measured iterations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class HandshakeBenchmark {
    private static final Duration BOOT_LIMIT = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** What computes AES and SHA-256. */
    @Param({"software", "accelerated"})
    public String crypto;

    /** Percent of the frames on the air that are not heard. */
    @Param({"0", "5", "10"})
    public int loss;

    /** All machines are of one, so that code which is hot in all is translated once. */
    private Template template;

    /** Reads the firmware. */
    @Setup(Level.Trial)
    public void read() {
        FlashImage image = crypto.equals("software") ? Samples.endpoint() : Samples.acceleratedEndpoint();
        template = Template.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT);
    }

    /** A machine that has printed its ticket. */
    private record Booted(GuestEndpoint endpoint, Ticket ticket, Surroundings surroundings) {
        GuestEndpoint.OpenDial dial() throws DialException, GuestException, IOException {
            return endpoint.open(ticket, Echo.ALPN, TIMEOUT);
        }
    }

    /** What a handshake costs the guest. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Guest {
        /** Millions of instructions that both cores executed. */
        public double megaInstructions;
        /** Guest time in milliseconds. */
        public double guestMillis;

        /** Forgets the last one. */
        @Setup(Level.Iteration)
        public void reset() {
            megaInstructions = 0;
            guestMillis = 0;
        }

        private Moment.Span count(Moment.Span handshake) {
            megaInstructions += handshake.instructions() / 1e6;
            guestMillis += handshake.guest().toNanos() / 1e6;
            return handshake;
        }
    }

    /** A machine, and the connection to it. */
    private abstract static class Dialed {
        Optional<Booted> booted = Optional.empty();
        private Optional<GuestEndpoint.OpenDial> dial = Optional.empty();

        Moment.Span dial(Guest guest) throws DialException, GuestException, IOException {
            dial = Optional.of(booted.orElseThrow().dial());
            return guest.count(dial.get().handshake());
        }

        void hangUp() throws DialException, GuestException, IOException {
            dial.orElseThrow().close();
        }

        void letGo() {
            booted.orElseThrow().surroundings.close();
        }
    }

    /** A machine that nobody has dialed. */
    @State(Scope.Thread)
    public static class Cold extends Dialed {
        private int boots;

        /** Boots it. */
        @Setup(Level.Invocation)
        public void boot(HandshakeBenchmark settings) throws GuestException {
            booted = Optional.of(settings.boot(boots++));
        }

        /** Closes the connection, and lets the machine go. */
        @TearDown(Level.Invocation)
        public void close() throws DialException, GuestException, IOException {
            hangUp();
            letGo();
        }
    }

    /** A machine that is dialed again and again. */
    @State(Scope.Thread)
    public static class Resumed extends Dialed {
        /** Boots it, and dials it once. */
        @Setup(Level.Trial)
        public void boot(HandshakeBenchmark settings) throws DialException, GuestException, IOException {
            booted = Optional.of(settings.boot(0));
            booted.get().dial().close();
        }

        /** Closes the connection. */
        @TearDown(Level.Invocation)
        public void close() throws DialException, GuestException, IOException {
            hangUp();
        }

        /** Lets it go. */
        @TearDown(Level.Trial)
        public void end() {
            letGo();
        }
    }

    private Booted boot(long seed) throws GuestException {
        Air air = new Air(AirSettings.of(seed, List.of(
                new WifiNetwork(Ssid.of("crema"), Optional.of("ristretto"), WifiNetwork.DEFAULT_CHANNEL)))
                .withConditions(new AirConditions(Impairments.NONE.withLoss(loss / 100.0), List.of())));
        UserNetwork network = UserNetwork.open(UserNetworkOptions.DEFAULT);
        Surroundings surroundings = new Surroundings(air, network);
        Machine machine = Machine.of(template.with(air));
        surroundings.receive(machine);
        GuestEndpoint endpoint = new GuestEndpoint(machine, network, SecretKey.of(new byte[32]));
        return new Booted(endpoint, endpoint.boot(BOOT_LIMIT), surroundings);
    }

    /** The first dial after boot. */
    @Benchmark
    public Moment.Span cold(Cold machine, Guest guest) throws DialException, GuestException, IOException {
        return machine.dial(guest);
    }

    /** A later dial, when all on the network know one another. */
    @Benchmark
    public Moment.Span resumed(Resumed machine, Guest guest) throws DialException, GuestException, IOException {
        return machine.dial(guest);
    }
}
