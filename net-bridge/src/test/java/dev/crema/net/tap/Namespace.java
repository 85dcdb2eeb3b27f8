package dev.crema.net.tap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A network namespace of Linux, with nothing in it but what the test moves there. */
final class Namespace implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final String name;

    /** A namespace; the test is skipped where none can be made. */
    Namespace(String name) throws IOException {
        this.name = name;
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/net/tun")), "this host has no /dev/net/tun");
        Assumptions.assumeTrue(isInstalled("ip"), "ip (iproute2) is not installed");
        Assumptions.assumeTrue(start(List.of("ip", "netns", "add", name)).succeeds(), "network namespaces need root");
    }

    /** A process with what it has written. */
    static final class Command {
        private final Process process;

        private Command(Process process) {
            this.process = process;
        }

        boolean isDone() {
            return !process.isAlive();
        }

        String output() {
            try {
                return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        boolean succeeds() {
            try {
                assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it ends");
                return process.exitValue() == 0;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Command start(List<String> command) throws IOException {
        return new Command(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Makes a TAP device that stays, if that is allowed. */
    static boolean canAddDevice(String name) throws IOException {
        return start(List.of("ip", "tuntap", "add", "dev", name, "mode", "tap")).succeeds();
    }

    /** Does something outside of the namespace, which must succeed. */
    static void outside(String... command) throws IOException {
        Command started = start(List.of(command));
        assertTrue(started.succeeds(), () -> String.join(" ", command) + ": " + started.output());
    }

    /** Does something in the namespace, which must succeed. */
    void inside(String... command) throws IOException {
        Command started = startInside(command);
        assertTrue(started.succeeds(), () -> String.join(" ", command) + ": " + started.output());
    }

    /** Starts something in the namespace. */
    Command startInside(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return start(all);
    }

    @Override
    public void close() throws IOException {
        outside("ip", "netns", "del", name);
    }
}
