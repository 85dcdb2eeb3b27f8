package dev.crema.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.StopCondition.ConsoleText;
import dev.crema.firmware.samples.Samples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockstepTest {
    private static final ConsoleText BOOTED = new ConsoleText("entry 0x");

    private final Machine first = machine();
    private final Machine second = machine();

    private static Machine machine() {
        return Machine.of(Samples.hello(), Board.WROVER, MachineOptions.DEFAULT);
    }

    @Test
    void machinesLiveAtTheSameTime() {
        second.run(Duration.ofMillis(3));
        Lockstep turns = new Lockstep(List.of(first, second));
        for (int i = 1; i <= 10; i++) {
            assertEquals(new StopReason.TimeReached(), turns.run(Duration.ofNanos(1_234_567)).reason());
            assertEquals(Duration.ofNanos(i * 1_234_567L), turns.now());
            assertTrue(Math.abs(second.now().minus(first.now()).minusMillis(3).toNanos()) < 1_000, "as far apart as at first");
        }
    }

    @Test
    void oneThatStopsStopsAllAndTheyCanGoOn() {
        Lockstep turns = new Lockstep(List.of(first, second));
        assertEquals(new Lockstep.Stop(second, new StopReason.Met(BOOTED)), turns.run(Duration.ofSeconds(5), second, List.of(BOOTED)));
        Duration then = turns.now();
        turns.run(Duration.ofMillis(1));
        assertEquals(then.plusMillis(1), turns.now());
        first.stop();
        Lockstep.Stop stop = turns.run(Duration.ofSeconds(1));
        assertSame(first, stop.machine());
        assertEquals(new StopReason.Requested(), stop.reason());
    }

    @Test
    void thereMustBeAMachine() {
        assertThrows(IllegalArgumentException.class, () -> new Lockstep(List.of()));
    }
}
