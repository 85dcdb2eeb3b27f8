package dev.crema.net.iroh;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Published iroh in a process of its own: iroh-peer.mjs. The folder into which npm has installed {@code @number0/iroh} is named by the
 * property {@code crema.iroh} or the environment's CREMA_IROH; without it, or without Node, tests are skipped.
 */
final class IrohPeer implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    private IrohPeer(List<String> arguments) throws IOException, URISyntaxException {
        List<String> command = new ArrayList<>(List.of("node", "--no-deprecation",
                Path.of(IrohPeer.class.getResource("iroh-peer.mjs").toURI()).toString(), folder().toString()));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        lines = process.inputReader();
    }

    private static Path folder() {
        Optional<Path> folder = Optional.ofNullable(System.getProperty("crema.iroh", System.getenv("CREMA_IROH"))).map(Path::of);
        assumeTrue(folder.isPresent(), "Published iroh is not there: name the folder of npm's @number0/iroh with -Dcrema.iroh or CREMA_IROH.");
        assumeTrue(Files.isDirectory(folder.get().resolve("node_modules/@number0/iroh")),
                "Published iroh is not in " + folder.get() + ": npm install @number0/iroh there.");
        assumeTrue(hasNode(), "Published iroh needs Node, but there is no node on the PATH.");
        return folder.get().toAbsolutePath();
    }

    private static boolean hasNode() {
        try {
            return new ProcessBuilder("node", "--version").redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** An endpoint that serves a protocol as an echo; options as of the script. */
    static IrohPeer serving(String alpn, String... options) throws IOException, URISyntaxException {
        List<String> arguments = new ArrayList<>(List.of("serve", alpn));
        arguments.addAll(List.of(options));
        return new IrohPeer(arguments);
    }

    /** Dials so many times at once, and that in a row, and has each time so many bytes echoed. */
    static IrohPeer dialing(String ticket, String alpn, int bytes, int atOnce, int inARow) throws IOException, URISyntaxException {
        return new IrohPeer(List.of("dial", ticket, alpn, "" + bytes, "" + atOnce, "" + inARow));
    }

    /** What follows a word in the next line. */
    String next(String word) throws IOException {
        String line = lines.readLine();
        assertTrue(line != null && line.startsWith(word), "iroh said \"" + line + "\" where \"" + word + "\" was expected");
        return line.substring(word.length()).strip();
    }

    /** What it says up to the line "end". */
    List<String> untilEnd() throws IOException {
        List<String> said = new ArrayList<>();
        for (String line = lines.readLine(); line != null && !line.equals("end"); line = lines.readLine()) {
            said.add(line);
        }
        return said;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
