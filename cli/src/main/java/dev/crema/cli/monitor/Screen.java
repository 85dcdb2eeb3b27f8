package dev.crema.cli.monitor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Shows the guest's console: exactly its bytes, so that no character is torn, coloured if wanted, and under each line what the
 * decoder knows of it. Bytes are gathered and go out when the session flushes. Not thread-safe.
 */
public final class Screen {
    /** A guest that prints without end must not fill the host's memory between two flushes. */
    private static final int FLUSH_SIZE = 1 << 16;
    private static final String DECODED = "--- ";

    private final OutputStream out;
    private final OutputStream notices;
    private final boolean coloured;
    private final Function<String, List<String>> decoder;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private final LogColors colors = new LogColors(gathered);
    private final LineAssembler lines = new LineAssembler();
    private final List<String> remarks = new ArrayList<>();
    private Optional<OutputStream> log = Optional.empty();
    private boolean shown = true;
    private boolean closed;
    private boolean midLine;
    private boolean fresh;

    /**
     * A screen.
     *
     * @param out gets the console
     * @param notices gets what the monitor itself has to say
     * @param coloured whether lines are coloured by log level
     * @param decoder gives the lines that explain a line of the console
     */
    public Screen(OutputStream out, OutputStream notices, boolean coloured, Function<String, List<String>> decoder) {
        this.out = out;
        this.notices = notices;
        this.coloured = coloured;
        this.decoder = decoder;
    }

    /** The guest prints a byte, 0 to 255. */
    public void print(int character) {
        if (log.isPresent()) {
            write(log.get(), new byte[] {(byte) character});
        }
        fresh = true;
        midLine = character != '\n';
        if (shown && coloured) {
            colors.write(character);
        } else if (shown) {
            gathered.write(character);
        }
        lines.add(character).map(decoder).ifPresent(this::explain);
        if (!midLine) {
            tellRemarks();
        }
        if (gathered.size() >= FLUSH_SIZE) {
            send();
        }
    }

    private void explain(List<String> explanations) {
        for (String line : explanations) {
            String text = DECODED + line;
            gathered.writeBytes(bytes((coloured ? LogColors.YELLOW + text + LogColors.NORMAL : text) + "\n"));
        }
    }

    /** Shows what has been gathered. If the guest has been silent since the last time, nothing is held back for colouring. */
    public void flush() {
        if (!fresh) {
            colors.settle();
            tellRemarks();
        }
        fresh = false;
        send();
        if (log.isPresent()) {
            flush(log.get());
        }
    }

    private void send() {
        if (gathered.size() > 0 && !closed) {
            try {
                gathered.writeTo(out);
                out.flush();
            } catch (IOException nobodyReads) {
                closed = true;
            }
        }
        gathered.reset();
    }

    /** Whether the console cannot be shown any more, because its reader is gone. */
    public boolean closed() {
        return closed;
    }

    /** Says something to the user, on lines of its own. */
    public void notice(String text) {
        send();
        StringBuilder lined = new StringBuilder(midLine ? "\n" : "");
        text.lines().forEach(line -> lined.append(DECODED).append(line).append('\n'));
        write(notices, bytes(lined.toString()));
        flush(notices);
        midLine = false;
    }

    /** Says something that does not tear the guest's line: when that ends, or the guest has been silent between two flushes. */
    public void remark(String text) {
        remarks.add(text);
        if (!midLine) {
            tellRemarks();
        }
    }

    private void tellRemarks() {
        if (!remarks.isEmpty()) {
            List<String> due = List.copyOf(remarks);
            remarks.clear();
            due.forEach(this::notice);
        }
    }

    /** Shows what is left, ends the last line, and says how it all ended. */
    public void conclude(String sentence) {
        end();
        write(notices, bytes((midLine ? "\n" : "") + sentence + "\n"));
        flush(notices);
    }

    /** Stops showing the console, or shows it again; it is logged all the same. */
    public boolean toggle() {
        shown = !shown;
        return shown;
    }

    /** Writes every byte of the console to a stream too, from now on, or stops it. */
    public void logTo(Optional<OutputStream> stream) {
        log.ifPresent(Screen::close);
        log = stream;
    }

    /** Whether the console is being logged. */
    public boolean logs() {
        return log.isPresent();
    }

    /** Shows the rest and closes the log. */
    private void end() {
        colors.end();
        flush();
        tellRemarks();
        logTo(Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(OutputStream stream, byte[] bytes) {
        try {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flush(OutputStream stream) {
        try {
            stream.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
