package dev.crema.net.air.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Wireshark's dissectors, as an oracle. */
final class Tshark {
    private Tshark() { }

    /** Skips a test where there is no tshark. */
    static void assumePresent() {
        boolean present = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
        assumeTrue(present, "tshark is not on the PATH");
    }

    /** The frames of a capture that a filter lets through, one line each. */
    static List<String> read(Path capture, String filter, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
        command.addAll(List.of("-o", "wlan.check_checksum:TRUE"));
        command.addAll(List.of(options));
        command.addAll(List.of("-Y", filter));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = process.inputReader().lines().toList();
        assertEquals(0, process.waitFor());
        return lines;
    }
}
