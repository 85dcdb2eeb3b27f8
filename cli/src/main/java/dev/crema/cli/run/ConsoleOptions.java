package dev.crema.cli.run;

import dev.crema.cli.monitor.HostInput;
import dev.crema.cli.monitor.HostTerminal;
import dev.crema.cli.monitor.HostTerminal.Stream;
import dev.crema.cli.monitor.LineEnd;
import dev.crema.cli.monitor.Screen;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How the console of the chip meets the terminal, the pipes and files of the host. */
final class ConsoleOptions {
    /** When colours are used. */
    enum Color {
        /** On a terminal, unless NO_COLOR is set. */
        AUTO,
        /** Even in a pipe. */
        ALWAYS,
        /** Not at all. */
        NEVER
    }

    @Option(names = {"--no-monitor", "--non-interactive"}, description = "Take no keys from the terminal.")
    private boolean noMonitor;

    @Option(names = "--input-after", paramLabel = "TEXT", description = {
        "Send piped input once the console has shown this",
        "(default: once it has been silent for a second of guest time)."})
    private Optional<String> inputAfter = Optional.empty();

    @Option(names = "--eol", paramLabel = "END", defaultValue = "CR",
            description = "What a line end becomes on its way to the chip: CR, LF or CRLF (default: ${DEFAULT-VALUE}).")
    private LineEnd lineEnd;

    @Option(names = "--log-file", paramLabel = "FILE", description = "Write the console to a file too.")
    private Optional<Path> logFile = Optional.empty();

    @Option(names = "--color", paramLabel = "WHEN", defaultValue = "auto",
            description = "Colour the log by level: auto, always or never (default: ${DEFAULT-VALUE}).")
    private Color color;

    private final FileInputStream in = new FileInputStream(FileDescriptor.in);

    /** Whether a user sits at the keyboard and sees the console. */
    boolean interactive() {
        return !noMonitor && HostTerminal.isTerminal(Stream.INPUT) && HostTerminal.isTerminal(Stream.OUTPUT);
    }

    /**
     * Where the console is shown.
     *
     * @param decoder gives the lines that explain a line of the console
     */
    Screen screen(Function<String, List<String>> decoder) {
        Screen screen = new Screen(new FileOutputStream(FileDescriptor.out), System.err, colored(), decoder);
        screen.logTo(logFile.map(Keyboard::log));
        return screen;
    }

    private boolean colored() {
        return switch (color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> System.getenv("NO_COLOR") == null && HostTerminal.isTerminal(Stream.OUTPUT);
        };
    }

    /** Who types. A terminal that is not used as a monitor is left to the shell. */
    Operator operator(Screen screen) throws IOException {
        if (interactive()) {
            screen.notice(Keyboard.HINT);
            return new Keyboard(HostTerminal.open(), new HostInput(in), lineEnd);
        }
        return HostTerminal.isTerminal(Stream.INPUT) ? Operator.NOBODY : new PipedInput(new HostInput(in), lineEnd, inputAfter);
    }

    /** The bar of a run whose console goes elsewhere. */
    Progress progress(Optional<Duration> timeout) {
        boolean visible = HostTerminal.isTerminal(Stream.ERROR) && !HostTerminal.isTerminal(Stream.OUTPUT);
        return visible ? new Progress(Optional.of(System.err), timeout) : Progress.NONE;
    }
}
