package dev.crema.cli.run;

import dev.crema.cli.ExitCode;
import dev.crema.cli.monitor.HostInput;
import dev.crema.cli.monitor.HostTerminal;
import dev.crema.cli.monitor.KeyAction;
import dev.crema.cli.monitor.LineEnd;
import dev.crema.cli.monitor.MonitorKeys;
import dev.crema.cli.monitor.Screen;
import dev.crema.firmware.FirmwareException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** A user at a terminal: keys go to the chip, except those of {@link MonitorKeys}. */
final class Keyboard implements Operator {
    private static final int MOST_KEYS = 256;
    private static final DateTimeFormatter LOG_NAME = DateTimeFormatter.ofPattern("'crema.'yyyyMMddHHmmss'.log'");
    /** What a user should know. */
    static final String HINT = "Ctrl-] or Ctrl-C leaves, Ctrl-R resets the chip, Ctrl-T Ctrl-H lists all keys.";

    private final HostTerminal terminal;
    private final HostInput input;
    private final LineEnd lineEnd;
    private final MonitorKeys keys = new MonitorKeys();

    Keyboard(HostTerminal terminal, HostInput input, LineEnd lineEnd) {
        this.terminal = terminal;
        this.input = input;
        this.lineEnd = lineEnd;
    }

    @Override
    public void act(Session session) {
        try {
            for (byte key : input.poll(MOST_KEYS)) {
                act(session, keys.pressed(key & 0xff));
            }
        } catch (IOException hungUp) {
            session.end(ExitCode.OK, "The terminal is gone.");
        }
    }

    private void act(Session session, KeyAction action) {
        switch (action) {
            case KeyAction.Send send -> type(session, send.character());
            case KeyAction.Unknown unknown -> session.screen().notice("That key is not in the menu; Ctrl-T Ctrl-H lists all keys.");
            case KeyAction.Command command -> {
                switch (command) {
                    case WAIT -> { }
                    case RESET -> session.reset();
                    case EXIT -> session.end(ExitCode.OK, "Left after %s of guest time."
                            .formatted(Session.seconds(session.machine().now())));
                    case HELP -> session.screen().notice(MonitorKeys.HELP);
                    case TOGGLE_OUTPUT -> session.screen().notice(session.screen().toggle() ? "Output is shown." : "Output is stopped.");
                    case TOGGLE_LOG -> toggleLog(session.screen());
                }
            }
        }
    }

    /** Enter arrives as a carriage return, because the terminal is raw. */
    private void type(Session session, int character) {
        byte[] typed = {(byte) character};
        session.machine().console().type(character == '\r' ? lineEnd.translate(new byte[] {'\n'}) : typed);
    }

    private static void toggleLog(Screen screen) {
        if (screen.logs()) {
            screen.logTo(Optional.empty());
            screen.notice("The log is closed.");
            return;
        }
        Path file = Path.of(LocalDateTime.now().format(LOG_NAME));
        try {
            screen.logTo(Optional.of(log(file, StandardOpenOption.CREATE_NEW)));
            screen.notice("Output is logged to " + file + ".");
        } catch (FirmwareException refused) {
            screen.notice(refused.getMessage());
        }
    }

    /** Opens a log file. */
    static OutputStream log(Path file, StandardOpenOption... options) {
        try {
            return new BufferedOutputStream(Files.newOutputStream(file, options));
        } catch (IOException e) {
            throw new FirmwareException("%s cannot be written (%s); choose another log file.", file, e.getMessage());
        }
    }

    @Override
    public boolean present() {
        return true;
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
