package dev.crema.cli.monitor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Gathers the console's bytes to lines of text. Escape sequences and carriage returns stay in; bytes beyond the limit do not. */
final class LineAssembler {
    /** Longer than any line of a panic report; a guest that never ends a line costs no more than this. */
    private static final int LIMIT = 4096;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Takes a byte, and gives the line that it ends, without its end. */
    Optional<String> add(int character) {
        if (character == '\n') {
            String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
            line.reset();
            return Optional.of(text);
        }
        if (line.size() < LIMIT) {
            line.write(character);
        }
        return Optional.empty();
    }
}
