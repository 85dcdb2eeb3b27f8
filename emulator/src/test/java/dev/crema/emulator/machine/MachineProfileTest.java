package dev.crema.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.debug.profile.Cost;
import dev.crema.emulator.debug.profile.Profile;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Profiles of the hello sample. */
final class MachineProfileTest {
    private static final Duration SOME = Duration.ofMillis(300);

    private static Machine machine() {
        FlashImage image = Samples.hello();
        return Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT);
    }

    @Test
    void everyInstructionIsAccountedFor() {
        Machine machine = machine();
        machine.run(SOME);
        long before = machine.instructions();
        machine.startProfile();
        machine.run(SOME);
        Profile profile = machine.stopProfile();
        assertTrue(profile.instructions() > 0);
        assertEquals(machine.instructions() - before, profile.instructions());
        assertEquals(profile.cycles(), profile.functions().stream().mapToLong(Cost::cycles).sum());
        List<String> functions = profile.functions().stream().map(Cost::name).toList();
        assertTrue(profile.named() && functions.stream().noneMatch(name -> name.startsWith("0x3")), functions.toString());
    }

    @Test
    void theGuestCannotTell() {
        Machine plain = machine();
        plain.run(SOME.plus(SOME).plus(SOME));
        Machine profiled = machine();
        profiled.run(SOME);
        profiled.startProfile();
        profiled.run(SOME);
        profiled.stopProfile();
        profiled.run(SOME);
        assertEquals(plain.instructions(), profiled.instructions());
        assertEquals(plain.memoryHash(), profiled.memoryHash());
    }

    @Test
    void whatHasNotBegunCannotEnd() {
        assertThrows(IllegalStateException.class, machine()::stopProfile);
    }
}
