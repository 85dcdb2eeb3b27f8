package dev.crema.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A file that is written after a run. */
final class OutputFile {
    private OutputFile() {
    }

    /** Makes sure before the run that there is a folder for it. */
    static void check(Path file, CommandSpec command) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(command.commandLine(), "There is no folder " + folder + " to write "
                    + file.getFileName() + " to");
        }
    }
}
