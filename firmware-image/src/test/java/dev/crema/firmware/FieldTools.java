package dev.crema.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tools and images that tests compare with. Each is looked for in a system property, in the environment and, for tools, on
 * the PATH; a test that needs one that is not there is skipped.
 */
public final class FieldTools {
    private FieldTools() {
    }

    /** Espressif's esptool, version 5. */
    public static Path esptool() {
        return find("crema.esptool", "CREMA_ESPTOOL", "esptool", "Install it with: pip install esptool");
    }

    /** The Rust world's espflash, version 4. */
    public static Path espflash() {
        return find("crema.espflash", "CREMA_ESPFLASH", "espflash", "Install it with: cargo install espflash");
    }

    /** Espressif's NVS partition generator: run it with the Python that esptool is installed in. */
    public static List<String> nvsGenerator() {
        Path python = named("crema.python", "CREMA_PYTHON").orElseGet(() -> esptool().resolveSibling("python3"));
        List<String> command = List.of(python.toString(), "-m", "esp_idf_nvs_partition_gen");
        List<String> probe = new ArrayList<>(command);
        probe.add("--help");
        if (!Files.isExecutable(python) || exitCode(probe, Path.of(".")) != 0) {
            abort("esp-idf-nvs-partition-gen is not installed for " + python + ": pip install esp-idf-nvs-partition-gen");
        }
        return command;
    }

    /** The folder with real images. */
    public static Path corpus() {
        return named("crema.corpus", "CREMA_CORPUS").filter(Files::isDirectory).orElseGet(() ->
                abort("No folder with real images: name one with -Dcrema.corpus=DIR or CREMA_CORPUS"));
    }

    /** A program on the PATH. */
    public static Path onPath(String program, String advice) {
        return Arrays.stream(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst()
                .orElseGet(() -> abort(program + " is not on the PATH. " + advice));
    }

    private static Path find(String property, String variable, String program, String advice) {
        return named(property, variable).orElseGet(() -> onPath(program, advice));
    }

    private static Optional<Path> named(String property, String variable) {
        return Optional.ofNullable(System.getProperty(property)).or(() -> Optional.ofNullable(System.getenv(variable)))
                .filter(value -> !value.isBlank()).map(Path::of);
    }

    /** Runs a tool, which must succeed, and returns what it prints. */
    public static String run(Path folder, List<String> command) {
        try {
            Process process = process(command, folder);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + output);
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a tool with arguments. */
    public static String run(Path folder, Path tool, String... arguments) {
        return run(folder, Stream.concat(Stream.of(tool.toString()), Arrays.stream(arguments)).toList());
    }

    private static int exitCode(List<String> command, Path folder) {
        try {
            Process process = process(command, folder);
            process.getInputStream().readAllBytes();
            return process.waitFor();
        } catch (IOException | InterruptedException e) {
            return -1;
        }
    }

    private static Process process(List<String> command, Path folder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("NO_COLOR", "1");
        builder.environment().put("COLUMNS", "500");
        return builder.start();
    }
}
