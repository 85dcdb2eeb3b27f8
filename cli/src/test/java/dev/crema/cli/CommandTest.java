package dev.crema.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a shell sees it: a process with two streams and an exit code. */
final class CommandTest {
    @TempDir
    private Path folder;
    private Path image;

    private record Result(int code, byte[] output, String errors) {
        String console() {
            return new String(output, StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void writeImage() throws IOException {
        image = Files.write(folder.resolve("hello.bin"), Samples.hello().contents());
    }

    @Test
    void demo() {
        Result result = crema("demo");
        assertEquals(ExitCode.OK, result.code(), result.errors());
        assertTrue(result.console().contains("20 bytes in, 20 out"), result.console());
        assertTrue(result.errors().contains("wifi: 4-way complete"), result.errors());
        assertTrue(result.errors().endsWith("crema: The echo came back." + System.lineSeparator()), result.errors());
    }

    @Test
    void endpointJoinsTheNetwork() throws IOException {
        assertEndpointStarts(Samples.endpoint(), "software cryptography");
    }

    @Test
    void acceleratedEndpointJoinsTheNetwork() throws IOException {
        assertEndpointStarts(Samples.acceleratedEndpoint(), "accelerated cryptography");
    }

    private void assertEndpointStarts(FlashImage endpoint, String cryptography) throws IOException {
        image = Files.write(folder.resolve("endpoint.bin"), endpoint.contents());
        Result result = run("--expect-text", "endpoint: ready", "--fail-text", "FAILED", "--timeout", "30s");
        assertEquals(ExitCode.OK, result.code(), result.console() + result.errors());
        String console = result.console();
        assertTrue(console.contains(cryptography), console);
        assertEquals(7, console.lines().filter(line -> line.startsWith("self-test: ") && line.endsWith(" passed")).count(), console);
        assertTrue(console.contains("wifi: joined crema on channel 6"), console);
        assertTrue(console.contains("dhcp: 10.0.2.15"), console);
        assertTrue(console.contains("long ticket: endpointadp5nwmzrqgx4jiumjzlmh4pelfrpmm5clvdrdzauny5lszh6y3ygaibaafaaaqpyrlq"), console);
    }

    @Test
    void version() {
        Result result = crema("--version");
        assertEquals(ExitCode.OK, result.code());
        assertTrue(result.console().startsWith("crema "), result.console());
    }

    @Test
    void expectedTextEndsTheRun() {
        Result result = run("--expect-text", "tick 2");
        assertEquals(ExitCode.OK, result.code(), result.errors());
        assertTrue(result.console().contains("tick 2") && !result.console().contains("tick 4"), result.console());
        assertTrue(result.errors().contains("crema: \"tick 2\" came after "), result.errors());
    }

    @Test
    void aRunGoesOnFromASnapshot() {
        String snapshot = folder.resolve("tick.snapshot").toString();
        Result whole = run("--expect-text", "hello: done", "--snapshot-at", "tick 3", snapshot);
        assertEquals(ExitCode.OK, whole.code(), whole.errors());
        Result rest = run("--expect-text", "hello: done", "--from", snapshot);
        assertEquals(ExitCode.OK, rest.code(), rest.errors());
        assertTrue(rest.console().contains("tick 4") && !rest.console().contains("tick 2"), rest.console());
        assertTrue(whole.console().endsWith(rest.console()), rest.console());
        Result other = run("--timeout", "1s", "--from", snapshot, "--psram", "0");
        assertEquals(ExitCode.BAD_INPUT, other.code());
        assertTrue(other.errors().contains("The snapshot is of another board"), other.errors());
    }

    @Test
    void failTextEndsTheRun() {
        assertEquals(ExitCode.GUEST_FAILED, run("--fail-text", "never", "--fail-text", "tick 1", "--expect-text", "hello: done").code());
    }

    @Test
    void timeoutsEndTheRun() {
        Result result = run("--timeout", "3s", "--expect-text", "never");
        assertEquals(ExitCode.TIMEOUT, result.code());
        assertTrue(result.errors().contains("The timeout of 3.000 s of guest time is over, and \"never\" did not come."), result.errors());
        assertEquals(7, run("--timeout", "3000", "--timeout-exit-code", "7").code());
    }

    @Test
    void logAndOutputAreTheSameBytes() throws IOException {
        Path log = folder.resolve("console.log");
        Result result = run("--expect-text", "hello: done", "--log-file", log.toString());
        assertArrayEquals(result.output(), Files.readAllBytes(log));
    }

    @Test
    void equalSeedsGiveEqualOutput() {
        Result first = run("--timeout", "1s", "--seed", "5");
        Result second = run("--timeout", "1s", "--seed", "5");
        assertArrayEquals(first.output(), second.output());
    }

    @Test
    void coloursOnlyWhenAsked() {
        assertFalse(run("--timeout", "100ms").console().contains("\033["));
    }

    @Test
    void flashOutlivesTheRun() throws IOException {
        Path kept = folder.resolve("flash.bin");
        assertEquals(ExitCode.TIMEOUT, run("--timeout", "10ms", "--flash-file", kept.toString()).code());
        byte[] flash = Files.readAllBytes(kept);
        assertEquals(FlashImage.DEFAULT_SIZE, flash.length);
        // What the firmware has written stays where the image writes nothing.
        flash[0x200000] = 42;
        Files.write(kept, flash);
        Path program = Files.write(folder.resolve("program.bin"), Arrays.copyOfRange(flash, 0x1000, 0x9000));
        Result result = crema("run", "--rom", "java", "--timeout", "10ms", "--flash-file", kept.toString(), "0x1000=" + program);
        assertEquals(ExitCode.TIMEOUT, result.code(), result.errors());
        assertEquals(42, Files.readAllBytes(kept)[0x200000]);
    }

    @Test
    void statistics() {
        assertTrue(run("--timeout", "10ms", "--stats").errors().contains("mask ROM      built in"));
    }

    private Result run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "--rom", "java"));
        arguments.addAll(List.of(options));
        arguments.add(image.toString());
        return crema(arguments.toArray(String[]::new));
    }

    private Result crema(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Crema.class.getName()));
        command.addAll(List.of(arguments));
        try {
            Path errors = folder.resolve("errors");
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            process.getInputStream().transferTo(output);
            return new Result(process.waitFor(), output.toByteArray(), Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
