package dev.crema.constraints.oom;

import dev.crema.constraints.heap.Allocation;
import dev.crema.constraints.heap.MemoryTruth;
import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.device.ResetReason;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineEvent;
import dev.crema.emulator.machine.StopReason;
import dev.crema.emulator.time.Clock;
import dev.crema.net.dial.LanNetwork;
import dev.crema.net.ethernet.PlayedNetwork;
import java.util.List;
import java.util.Optional;

/**
 * A machine in which a scene is played, and what is seen of it. It runs in steps of {@link #STEP}, between which it can be
 * forked;
 * so a run in a fork is the run that began with the scene.
 */
final class Take {
    /** As long as the steps of who recorded the scene, or runs would differ where both cores are at work. */
    static final long STEP = Clock.TICKS_PER_MILLISECOND * LanNetwork.STEP.toMillis();

    private final Stage stage;
    private final Machine machine;
    private final PlayedNetwork peer;
    private final Transcript transcript;
    private final MemoryTruth truth;
    private Optional<ResetReason> reset = Optional.empty();
    private Optional<String> stopped = Optional.empty();

    /** The scene from its beginning. */
    Take(Scene scene, Stage stage) {
        this.stage = stage;
        peer = new PlayedNetwork(scene.peer());
        machine = stage.machine(peer);
        machine.restore(scene.start());
        peer.start();
        transcript = new Transcript(machine, scene.marks().until());
        truth = MemoryTruth.watch(machine);
        machine.onEvent(this::note);
    }

    private Take(Take parent) {
        this.stage = parent.stage;
        peer = parent.peer.fork();
        machine = stage.fork(parent.machine, peer);
        peer.start();
        transcript = parent.transcript.fork(machine);
        truth = parent.truth.in(new FunctionProbes(machine));
        machine.onEvent(this::note);
    }

    /** Another take that is where this one is; from then on each goes its own way. */
    Take fork() {
        return new Take(this);
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

    /** What is known of its memory; attempts to allocate are counted from the beginning of the scene. */
    MemoryTruth truth() {
        return truth;
    }

    /** What has been allocated since the scene began, and not given back. */
    List<Allocation> live() {
        return truth.heap().allocations().stream().filter(block -> block.index() > 0).toList();
    }

    /** Why the chip was reset, if it was. */
    Optional<ResetReason> reset() {
        return reset;
    }

    /** Why the machine cannot go on, if it cannot. */
    Optional<String> stopped() {
        return stopped;
    }

    /** What this was, between two steps. */
    Fingerprint print() {
        return Fingerprint.of(machine, transcript.text());
    }
}
