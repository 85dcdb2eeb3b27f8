package dev.crema.cli.run;

import dev.crema.emulator.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a run took, here and in the guest. */
final class Statistics {
    private final Machine machine;
    private final Optional<Path> rom;
    private final long start = System.nanoTime();

    /** Begins to count. */
    Statistics(Machine machine, Optional<Path> rom) {
        this.machine = machine;
        this.rom = rom;
    }

    /** One figure a line. */
    List<String> report() {
        double host = (System.nanoTime() - start) / 1e9;
        double guest = machine.now().toNanos() / 1e9;
        long instructions = machine.instructions();
        List<String> lines = new ArrayList<>(List.of(
                "guest time    %s".formatted(format("%.3f s", guest)),
                "host time     %s".formatted(format("%.3f s", host)),
                "instructions  %s".formatted(format("%,d, %.1f million a second", instructions, instructions / host / 1e6))));
        machine.translation().ifPresent(translation -> lines.add("translated    %s".formatted(format(
                "%.1f %% of them; %,d regions of %,d instructions in %.3f s, %,d invalidated, %,d evicted",
                100.0 * machine.translatedInstructions() / Math.max(1, instructions), translation.regions(),
                translation.translatedInstructions(), translation.nanos() / 1e9, translation.invalidations(), translation.evictions()))));
        lines.add("mask ROM      %s".formatted(rom.map(Path::toString).orElse("built in")));
        lines.add("memory hash   %s".formatted(machine.memoryHash()));
        return lines;
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
