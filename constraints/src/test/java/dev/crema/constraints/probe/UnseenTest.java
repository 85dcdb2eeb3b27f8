package dev.crema.constraints.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.device.RadioMedium;
import dev.crema.emulator.machine.Engine;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest that is watched does what it does when nobody watches, to the cycle. */
class UnseenTest {
    /** What a guest has done. */
    private record Deeds(String console, long instructions, String memory) { }

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private int calls;
    private int returns;

    private Deeds deeds(Machine machine, Duration span) {
        machine.run(span);
        return new Deeds(console.toString(StandardCharsets.UTF_8), machine.instructions(), machine.memoryHash());
    }

    private Machine machine(FlashImage image, Engine engine) {
        Machine machine = Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT.withEngine(engine));
        console.reset();
        machine.console().onOutput(console::write);
        return machine;
    }

    private void watch(Machine machine, List<String> functions) {
        FunctionProbes probes = new FunctionProbes(machine);
        functions.forEach(function -> probes.watch(function, call -> {
            calls++;
            call.onReturn(result -> returns++);
        }));
    }

    private void assertUnseen(FlashImage image, Engine engine, Duration span, List<String> functions) {
        Deeds alone = deeds(machine(image, engine), span);
        Machine watched = machine(image, engine);
        watch(watched, functions);
        assertEquals(alone, deeds(watched, span));
        assertTrue(calls > 100, () -> "only " + calls + " calls");
        assertEquals(calls, returns, 20);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theEndpointDoesNotSeeWhoWatchesItsHeap(Engine engine) {
        assertUnseen(Samples.acceleratedEndpoint(), engine, Duration.ofMillis(400), List.of("heap_alloc", "heap_free", "memcpy"));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aForkDoesNotSeeWhoWatchesItEither(Engine engine) {
        Machine machine = machine(Samples.acceleratedEndpoint(), engine);
        machine.run(Duration.ofMillis(200));
        console.reset();
        Machine fork = machine.fork(RadioMedium.EMPTY);
        Deeds alone = deeds(machine, Duration.ofMillis(200));
        console.reset();
        fork.console().onOutput(console::write);
        watch(fork, List.of("memcpy"));
        assertEquals(alone, deeds(fork, Duration.ofMillis(200)));
        assertTrue(calls > 0);
    }
}
