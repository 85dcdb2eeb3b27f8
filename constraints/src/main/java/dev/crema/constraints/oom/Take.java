package dev.crema.constraints.oom;

import dev.crema.constraints.fault.AllocationWatch;
import dev.crema.constraints.fault.Allocator;
import dev.crema.constraints.fault.Request;
import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.device.ResetReason;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineEvent;
import dev.crema.emulator.machine.StopReason;
import dev.crema.emulator.time.Clock;
import dev.crema.net.dial.LanNetwork;
import dev.crema.net.ethernet.PlayedNetwork;
import java.util.Optional;

/**
 * A machine in which a scene is played, and what is seen of it. It runs in steps of {@link #STEP}, between which it can be forked;
 * so a run in a fork is the run that began with the scene.
 */
final class Take {
    /** As long as the steps of who recorded the scene, or runs would differ where both cores are at work. */
    static final long STEP = Clock.TICKS_PER_MILLISECOND * LanNetwork.STEP.toMillis();

    private final Scene scene;
    private final Stage stage;
    private final Machine machine;
    private final PlayedNetwork peer;
    private final Transcript transcript;
    private final Ledger ledger;
    private final FunctionProbes probes;
    private final AllocationWatch watch;
    private final Witness witness;
    private Optional<ResetReason> reset = Optional.empty();
    private Optional<String> stopped = Optional.empty();

    /** Who sees the requests for memory of a take, and says which fail. */
    interface Witness {
        /** Memory is asked for; returns whether the request shall fail. */
        boolean requested(Request request);

        /** A request was met. */
        void allocated(Block block);

        /** A block was given back. */
        void freed(int address);
    }

    /** The scene from its beginning. */
    Take(Scene scene, Stage stage, Witness witness) {
        this.scene = scene;
        this.stage = stage;
        this.witness = witness;
        peer = new PlayedNetwork(scene.peer());
        machine = stage.machine(peer);
        machine.restore(scene.start());
        peer.start();
        transcript = new Transcript(machine, scene.marks().until());
        ledger = new Ledger();
        probes = new FunctionProbes(machine);
        watch = new AllocationWatch(probes, Allocator.of(machine.elf()), new Listener());
        machine.onEvent(this::note);
    }

    private Take(Take parent, Witness witness) {
        this.scene = parent.scene;
        this.stage = parent.stage;
        this.witness = witness;
        peer = parent.peer.fork();
        machine = stage.fork(parent.machine, peer);
        peer.start();
        transcript = parent.transcript.fork(machine);
        ledger = new Ledger(parent.ledger);
        probes = new FunctionProbes(machine);
        watch = parent.watch.fork(probes, new Listener());
        machine.onEvent(this::note);
    }

    /** Another take that is where this one is; from then on each goes its own way. */
    Take fork(Witness other) {
        return new Take(this, other);
    }

    private void note(MachineEvent event) {
        if (event instanceof MachineEvent.Reset happened && happened.cause() != ResetReason.DEEPSLEEP_RESET) {
            reset = Optional.of(happened.cause());
        }
    }

    /** Runs to the next multiple of {@link #STEP}. */
    void step() {
        switch (machine.run(machine.untilMultipleOf(LanNetwork.STEP))) {
            case StopReason.AsleepForEver asleep -> stopped = Optional.of("the chip fell asleep and nothing can wake it");
            case StopReason.Failed failed -> stopped = Optional.of(failed.message());
            case StopReason.TimeReached time -> { }
            case StopReason.Requested requested -> { }
            case StopReason.Met met -> { }
        }
    }

    /** The machine, between two steps. */
    Machine machine() {
        return machine;
    }

    /** What was printed. */
    Transcript transcript() {
        return transcript;
    }

    /** The blocks of the scene. */
    Ledger ledger() {
        return ledger;
    }

    /** Why the chip was reset, if it was. */
    Optional<ResetReason> reset() {
        return reset;
    }

    /** Why the machine cannot go on, if it cannot. */
    Optional<String> stopped() {
        return stopped;
    }

    /** Requests so far. */
    long requests() {
        return watch.count();
    }

    /** What this was, between two steps. */
    Fingerprint print() {
        return Fingerprint.of(machine, transcript.text());
    }

    private final class Listener implements AllocationWatch.Listener {
        @Override
        public boolean requested(Request request) {
            return witness.requested(request);
        }

        @Override
        public void allocated(Request request, int address) {
            Block block = new Block(request.number(), address, request.size(), Site.of(request.callers()));
            ledger.allocated(block);
            witness.allocated(block);
        }

        @Override
        public void freed(int address) {
            ledger.freed(address);
            witness.freed(address);
        }
    }
}
