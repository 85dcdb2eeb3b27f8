package dev.crema.cli.run;

import dev.crema.cli.monitor.Screen;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.Snapshot;
import dev.crema.emulator.machine.TextMatcher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a run begins, if not at power-on, and what is kept of it to begin at. */
final class SnapshotOptions {
    @Option(names = "--snapshot-at", arity = "2", paramLabel = "(TEXT FILE)", hideParamSyntax = true, description = {
        "When the console shows TEXT for the first time, save all that the machine is then to FILE, and go on.",
        "May be given more than once."})
    private List<String> textsAndFiles = List.of();

    @Option(names = "--from", paramLabel = "FILE", description = {
        "Go on from a snapshot that --snapshot-at has saved, just as that run did. The image, the seed and the options",
        "for board, ROM and networks must be the same. Connections to the world outside are lost."})
    private Optional<Path> from = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Brings a new machine to where it shall begin. */
    void restore(Machine machine) {
        from.map(Snapshot::read).ifPresent(machine::restore);
    }

    /** From now on takes the snapshots that are wanted. */
    void take(Machine machine, Screen screen) {
        for (int i = 0; i < textsAndFiles.size(); i += 2) {
            if (textsAndFiles.get(i).isEmpty()) {
                throw new ParameterException(command.commandLine(), "The text for --snapshot-at is empty");
            }
            take(machine, textsAndFiles.get(i), Path.of(textsAndFiles.get(i + 1)), screen);
        }
    }

    private static void take(Machine machine, String text, Path file, Screen screen) {
        TextMatcher matcher = new TextMatcher(text.getBytes(StandardCharsets.UTF_8));
        boolean[] done = new boolean[1];
        machine.console().onOutput(character -> {
            if (!done[0] && matcher.accept(character)) {
                done[0] = true;
                machine.post(() -> {
                    machine.snapshot().write(file);
                    screen.notice("Snapshot after %s of guest time saved to %s.".formatted(Session.seconds(machine.now()), file));
                });
            }
        });
    }
}
