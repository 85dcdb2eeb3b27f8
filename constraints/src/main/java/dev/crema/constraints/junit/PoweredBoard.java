package dev.crema.constraints.junit;

import dev.crema.constraints.fault.FaultSpec;
import dev.crema.constraints.fault.Injection;
import dev.crema.constraints.heap.AllocationAttempt;
import dev.crema.constraints.heap.Heap;
import dev.crema.constraints.heap.HeapLog;
import dev.crema.constraints.heap.MemoryTruth;
import dev.crema.constraints.limit.HeapLimits;
import dev.crema.constraints.panic.Panic;
import dev.crema.constraints.panic.PanicKind;
import dev.crema.constraints.panic.PanicWatch;
import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.StopReason;
import dev.crema.firmware.FlashImage;
import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.usernet.Forward;
import dev.crema.net.usernet.NetworkEvent;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.opentest4j.AssertionFailedError;

/** A machine that runs, with everything around it. Used by one thread at a time. */
final class PoweredBoard implements AutoCloseable {
    private static final Duration SLICE = Duration.ofMillis(10);

    private final Esp32Settings settings;
    private final UserNetwork network;
    private final Surroundings surroundings;
    private final Machine machine;
    private final GuestConsole console;
    private final FunctionProbes probes;
    private final MemoryTruth memory;
    private final List<Panic> panics = new ArrayList<>();
    private int panicsTold;
    private Optional<Ipv4Address> address = Optional.empty();

    private PoweredBoard(Esp32Settings settings, Function<Surroundings, Machine> power, String before,
            Function<FunctionProbes, MemoryTruth> watch) {
        this.settings = settings;
        network = UserNetwork.open(UserNetworkOptions.DEFAULT.withForwards(settings.forwards()).withListener(this::note));
        surroundings = new Surroundings(new Air(settings.airSettings()), network);
        try {
            machine = power.apply(surroundings);
            console = new GuestConsole(before, machine::stop);
            machine.console().onOutput(console);
            probes = new FunctionProbes(machine);
            memory = watch.apply(probes);
            new PanicWatch(probes).withHeap(new HeapLog(memory)::lines).onPanic(panics::add);
        } catch (RuntimeException e) {
            surroundings.close();
            throw e;
        }
    }

    /** Switches a board on. */
    static PoweredBoard of(Esp32Settings settings) {
        FlashImage image = settings.image();
        Board board = settings.board(image);
        return new PoweredBoard(settings, around -> {
            Machine machine = Machine.of(image, board, MachineOptions.DEFAULT.withSeed(settings.seed()).withAir(around.air()));
            around.receive(machine);
            return machine;
        }, "", MemoryTruth::watch).limited();
    }

    private PoweredBoard limited() {
        HeapLimits.impose(settings.heapLimits(), probes, taken -> { });
        return this;
    }

    /** Another board that is now what this one is, with ways in of its own. */
    PoweredBoard fork(Esp32Settings forks) {
        PoweredBoard fork = new PoweredBoard(forks, around -> machine.fork(around.air(), around::receive), console.text(),
                memory::in);
        fork.address = address;
        address.ifPresent(guest -> fork.machine.post(() -> fork.network.seek(guest)));
        return fork;
    }

    private void note(NetworkEvent event) {
        if (event instanceof NetworkEvent.Leased leased) {
            address = Optional.of(leased.address());
        }
    }

    Machine machine() {
        return machine;
    }

    Air air() {
        return surroundings.air();
    }

    UserNetwork network() {
        return network;
    }

    Heap heap() {
        return memory.heap();
    }

    GuestConsole console() {
        return console;
    }

    int mappedPort(Forward.Protocol protocol, int guestPort) {
        return network.forwards().stream()
                .filter(way -> way.forward().protocol() == protocol && way.forward().guestPort() == guestPort)
                .mapToInt(NetworkEvent.Listening::port).findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "%s port %d of the guest is not mapped: name it in %sPorts of @Esp32Test, or use Esp32.with".formatted(
                                protocol, guestPort, protocol.option())));
    }

    /** Runs until the console has shown something. */
    MatchResult awaitConsole(Pattern pattern, Duration limit) {
        Duration end = machine.now().plus(limit);
        console.await(pattern);
        try {
            Optional<MatchResult> match = console.take();
            while (match.isEmpty() && machine.now().compareTo(end) < 0) {
                int shown = console.length();
                slice(end);
                if (console.length() == shown) {
                    console.silent();
                }
                match = console.take();
            }
            return match.orElseThrow(() -> new AssertionFailedError(
                    "/%s/ did not come on the console within %.3f s of guest time".formatted(pattern, limit.toNanos() / 1e9)));
        } finally {
            console.forget();
        }
    }

    /** Lets guest time pass. */
    void run(Duration span) {
        Duration end = machine.now().plus(span);
        while (machine.now().compareTo(end) < 0) {
            slice(end);
        }
    }

    /** Has requests for memory fail from now on; returns those that have. */
    List<AllocationAttempt> fail(FaultSpec requests) {
        List<AllocationAttempt> failed = new ArrayList<>();
        new Injection(requests, memory, failed::add);
        return failed;
    }

    /** Runs until the firmware has panicked. */
    Panic awaitPanic(Duration limit) {
        Duration end = machine.now().plus(limit);
        while (panics.size() == panicsTold && machine.now().compareTo(end) < 0) {
            pass(end);
        }
        if (panics.size() == panicsTold) {
            throw new AssertionFailedError("The firmware did not panic within %.3f s of guest time".formatted(limit.toNanos() / 1e9));
        }
        return panics.get(panicsTold++);
    }

    /** Lets a little guest time pass. */
    void slice(Duration end) {
        pass(end);
        if (panics.size() > panicsTold) {
            Panic panic = panics.get(panicsTold++);
            if (panic.kind() != PanicKind.TASK_WATCHDOG) {
                throw new AssertionFailedError("The firmware panicked: " + panic.headline());
            }
        }
    }

    private void pass(Duration end) {
        Duration rest = end.minus(machine.now());
        switch (machine.run(rest.compareTo(SLICE) < 0 ? rest : SLICE)) {
            case StopReason.Failed failed -> throw new AssertionFailedError("The chip stopped: " + failed.message());
            case StopReason.AsleepForEver asleep -> throw new AssertionFailedError(
                    "The chip fell asleep after %.3f s of guest time and nothing can wake it".formatted(asleep.since().toNanos() / 1e9));
            case StopReason.TimeReached time -> { }
            case StopReason.Requested requested -> { }
            case StopReason.Met met -> { }
        }
    }

    /** Runs to where tests begin. */
    PoweredBoard atStart() {
        settings.startAt().ifPresent(regex -> awaitConsole(Pattern.compile(regex), settings.startWithin()));
        return this;
    }

    @Override
    public void close() {
        surroundings.close();
    }
}
