package dev.crema.constraints.junit;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that a console has shown, and what is awaited on it. */
final class GuestConsole implements IntConsumer {
    private static final int LONGEST_CHARACTER = 4;

    private final StringBuilder text = new StringBuilder();
    private final ByteBuffer bytes = ByteBuffer.allocate(LONGEST_CHARACTER);
    private final CharBuffer decoded = CharBuffer.allocate(LONGEST_CHARACTER);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final Runnable onMatch;
    private int read;
    private int line;
    private Optional<Matcher> awaited = Optional.empty();
    private Optional<MatchResult> match = Optional.empty();

    /**
     * A console that has shown something already, which is as good as read.
     *
     * @param onMatch called when what is awaited has come
     */
    GuestConsole(String before, Runnable onMatch) {
        text.append(before);
        read = text.length();
        line = text.lastIndexOf("\n") + 1;
        this.onMatch = onMatch;
    }

    /** Takes a byte. */
    @Override
    public void accept(int character) {
        decoder.decode(bytes.put((byte) character).flip(), decoded.clear(), false);
        bytes.compact();
        text.append(decoded.flip());
        if (awaited.isPresent() && match.isEmpty()) {
            // Most patterns end in the line where they begin; the others have until its end.
            boolean lineEnds = character == '\n';
            look(lineEnds ? read : Math.max(read, line), lineEnds);
        }
        if (character == '\n') {
            line = text.length();
        }
    }

    private void look(int from, boolean settled) {
        Matcher matcher = awaited.orElseThrow();
        matcher.reset().region(from, text.length());
        if (matcher.find() && (settled || !matcher.hitEnd())) {
            match = Optional.of(matcher.toMatchResult());
            onMatch.run();
        }
    }

    /** From now on looks for a pattern in what has not been read. */
    void await(Pattern pattern) {
        match = Optional.empty();
        awaited = Optional.of(pattern.matcher(text).useAnchoringBounds(false).useTransparentBounds(true));
        look(read, false);
    }

    /** Nothing has come for a while: now a match counts even if more characters could make it longer. */
    void silent() {
        if (match.isEmpty()) {
            look(read, true);
        }
    }

    /** What was awaited, if it has come; what follows has not been read. */
    Optional<MatchResult> take() {
        match.ifPresent(found -> {
            read = found.end();
            awaited = Optional.empty();
        });
        return match;
    }

    /** Gives up waiting. */
    void forget() {
        awaited = Optional.empty();
    }

    /** All that came. */
    String text() {
        return text.toString();
    }

    /** Number of characters that came. */
    int length() {
        return text.length();
    }
}
