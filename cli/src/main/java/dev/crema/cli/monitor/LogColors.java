package dev.crema.cli.monitor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Colours the lines of ESP-IDF's log by level as idf_monitor does: {@code I (…} green, {@code W (…} yellow, {@code E (…} red,
 * where the firmware does not colour them itself. Everything else passes unchanged, byte by byte; only the three characters
 * that tell a level are held back until they are complete.
 */
final class LogColors {
    static final String RED = "\033[1;31m";
    static final String GREEN = "\033[0;32m";
    static final String YELLOW = "\033[0;33m";
    static final String NORMAL = "\033[0m";

    private static final String MARK = "X (";

    private final ByteArrayOutputStream out;
    /** How many bytes of {@link #MARK} this line has begun with, or -1 when it is decided what the line is. */
    private int matched;
    private int level;
    private boolean coloured;

    /**
     * @param out where coloured bytes go
     */
    LogColors(ByteArrayOutputStream out) {
        this.out = out;
    }

    /** Passes a byte of the console on. */
    void write(int character) {
        if (matched >= 0) {
            begin(character);
        } else {
            pass(character);
        }
    }

    private void begin(int character) {
        boolean fits = matched == 0 ? color(character) != null : character == MARK.charAt(matched);
        if (fits) {
            level = matched == 0 ? character : level;
            matched++;
            if (matched == MARK.length()) {
                ascii(color(level));
                coloured = true;
                release();
            }
        } else {
            release();
            pass(character);
        }
    }

    private void pass(int character) {
        if (coloured && (character == '\r' || character == '\n')) {
            ascii(NORMAL);
            coloured = false;
        }
        out.write(character);
        if (character == '\n') {
            matched = 0;
        }
    }

    /** Gives up what is held back: the console is silent, and the user wants to see what there is. */
    void settle() {
        if (matched > 0) {
            release();
        }
    }

    /** Gives up what is held back and leaves no colour behind. */
    void end() {
        settle();
        if (coloured) {
            ascii(NORMAL);
            coloured = false;
        }
    }

    private void release() {
        for (int i = 0; i < matched; i++) {
            out.write(i == 0 ? level : MARK.charAt(i));
        }
        matched = -1;
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String color(int level) {
        return switch (level) {
            case 'I' -> GREEN;
            case 'W' -> YELLOW;
            case 'E' -> RED;
            default -> null;
        };
    }
}
