package dev.crema.constraints.oom;

import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.Snapshot;
import dev.crema.emulator.machine.StopReason;
import dev.crema.emulator.time.Clock;
import dev.crema.net.dial.GuestEndpoint;
import dev.crema.net.dial.GuestException;
import dev.crema.net.dial.LanNetwork;
import dev.crema.net.ethernet.RecordedNetwork;
import dev.crema.net.iroh.DialException;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * Records a scene: lets firmware boot, and runs it from one mark to the next with the world outside, which takes part this once.
 *
 * @param stage makes the machine
 * @param call what is asked of firmware that prints the ticket of an iroh endpoint
 * @param longest guest time to either mark
 * @param settling guest time that is left to the guest behind the second mark
 * @param watcher is told every character of the console
 */
public record SceneRecorder(Stage stage, Call call, Duration longest, Duration settling, IntConsumer watcher) {
    /**
     * A dial.
     *
     * @param alpn the protocol, which must echo
     * @param bytes to be echoed
     * @param timeout in host time
     */
    public record Call(String alpn, int bytes, Duration timeout) {
    }

    /**
     * Records.
     *
     * @throws GuestException if one of the marks does not come
     */
    public Scene record(Scene.Marks marks) throws GuestException, DialException, IOException {
        try (UserNetwork network = UserNetwork.open(UserNetworkOptions.DEFAULT)) {
            RecordedNetwork recorded = new RecordedNetwork(network);
            Machine machine = stage.machine(recorded);
            machine.console().onOutput(watcher);
            GuestEndpoint endpoint = new GuestEndpoint(machine, network, SecretKey.generate(new SecureRandom()));
            Transcript before = new Transcript(machine, marks.from());
            pass(machine, before, longest);
            Snapshot start = machine.snapshot();
            long startTick = machine.clock().now();
            recorded.start();
            Transcript scene = new Transcript(machine, marks.until());
            play(endpoint, scene);
            long end = scene.reached() + Clock.TICKS_PER_MILLISECOND * settling.toMillis();
            while (machine.clock().now() < end) {
                step(machine);
            }
            return new Scene(marks, start, recorded.recording(), new Scene.Recorded(startTick,
                    scene.reached(), machine.clock().now(),
                    Fingerprint.of(machine, scene.text())));
        }
    }

    private void play(GuestEndpoint endpoint, Transcript scene) throws GuestException, DialException, IOException {
        Machine machine = endpoint.machine();
        Duration end = machine.now().plus(longest);
        while (scene.reached() == Clock.NEVER && endpoint.ticket().isEmpty()) {
            check(machine, scene, end);
            step(machine);
        }
        if (scene.reached() == Clock.NEVER) {
            endpoint.dial(endpoint.boot(longest), call.alpn(), new ByteArrayInputStream(new byte[call.bytes()]), call.timeout());
            pass(machine, scene, longest);
        }
    }

    private static void pass(Machine machine, Transcript awaited, Duration limit) throws GuestException {
        Duration end = machine.now().plus(limit);
        while (awaited.reached() == Clock.NEVER) {
            check(machine, awaited, end);
            step(machine);
        }
    }

    private static void check(Machine machine, Transcript awaited, Duration end) throws GuestException {
        if (machine.now().compareTo(end) >= 0) {
            throw new GuestException(String.format(Locale.ROOT,
                    "\"%s\" did not come on the console by %.1f s of guest time; is it written as the firmware prints it?",
                    awaited.awaited(), machine.now().toMillis() / 1e3));
        }
    }

    private static void step(Machine machine) throws GuestException {
        switch (machine.run(machine.untilMultipleOf(LanNetwork.STEP))) {
            case StopReason.Failed failed -> throw new GuestException(failed.message());
            case StopReason.AsleepForEver asleep -> throw new GuestException("The chip fell asleep and nothing can wake it.");
            case StopReason.TimeReached time -> { }
            case StopReason.Requested requested -> { }
            case StopReason.Met met -> { }
        }
    }
}
