package dev.crema.cli.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The user's terminal, raw while it is open: every key arrives at once and as it is, Ctrl-C too. */
public final class HostTerminal implements AutoCloseable {
    private final Terminal terminal;
    private final Attributes before;

    private HostTerminal(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.getAttributes();
    }

    /** Makes the terminal raw. The end of the process, however it comes, gives it back as it was. */
    public static HostTerminal open() throws IOException {
        HostTerminal opened = new HostTerminal(
                TerminalBuilder.builder().system(true).nativeSignals(false).signalHandler(Terminal.SignalHandler.SIG_DFL).build());
        Attributes raw = new Attributes(opened.before);
        raw.setLocalFlag(LocalFlag.ICANON, false);
        raw.setLocalFlag(LocalFlag.ECHO, false);
        raw.setLocalFlag(LocalFlag.IEXTEN, false);
        raw.setLocalFlag(LocalFlag.ISIG, false);
        raw.setInputFlag(InputFlag.ICRNL, false);
        raw.setInputFlag(InputFlag.INLCR, false);
        raw.setInputFlag(InputFlag.IXON, false);
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        opened.terminal.setAttributes(raw);
        return opened;
    }

    /** Whether a stream of this process is a terminal. */
    public static boolean isTerminal(Stream stream) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", String.valueOf(stream.ordinal()))).toString()
                    .matches("/dev/(pts/|tty|console).*");
        } catch (IOException noProc) {
            return System.console() != null && System.console().isTerminal();
        }
    }

    /** The streams of a process; the ordinal is the file descriptor. */
    public enum Stream {
        /** Standard input. */
        INPUT,
        /** Standard output. */
        OUTPUT,
        /** Standard error. */
        ERROR
    }

    @Override
    public void close() throws IOException {
        terminal.setAttributes(before);
        terminal.close();
    }
}
