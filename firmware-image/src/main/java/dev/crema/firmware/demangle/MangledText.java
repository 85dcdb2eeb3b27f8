package dev.crema.firmware.demangle;

/** A mangled name and how far it has been read; with a bound on nesting, for names may refer back to themselves. */
final class MangledText {
    private static final int DEEPEST = 200;
    /** References back multiply: no more steps than this are taken for one name. */
    private static final int MOST_STEPS = 20_000;

    private final String text;
    private int at;
    private int depth;
    private int steps;

    MangledText(String text, int start) {
        this.text = text;
        this.at = start;
    }

    int at() {
        return at;
    }

    void seek(int position) {
        at = position;
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    /** The next character, or NUL at the end. */
    char peek() {
        return isAtEnd() ? 0 : text.charAt(at);
    }

    /** The character behind the next. */
    char peekSecond() {
        return at + 1 < text.length() ? text.charAt(at + 1) : 0;
    }

    char next() {
        if (isAtEnd()) {
            throw NotMangled.INSTANCE;
        }
        return text.charAt(at++);
    }

    boolean startsWith(String prefix) {
        return text.startsWith(prefix, at);
    }

    /** Takes a prefix if it comes next. */
    boolean take(String prefix) {
        boolean comes = startsWith(prefix);
        at += comes ? prefix.length() : 0;
        return comes;
    }

    void expect(String prefix) {
        if (!take(prefix)) {
            throw NotMangled.INSTANCE;
        }
    }

    boolean isDigit() {
        return peek() >= '0' && peek() <= '9';
    }

    /** A decimal number, which must come next; behind a leading zero, it ends. */
    int decimal() {
        if (take("0")) {
            return 0;
        }
        if (!isDigit()) {
            throw NotMangled.INSTANCE;
        }
        long value = 0;
        while (isDigit()) {
            value = value * 10 + next() - '0';
            if (value > Integer.MAX_VALUE) {
                throw NotMangled.INSTANCE;
            }
        }
        return (int) value;
    }

    /** How many characters are left. */
    int remaining() {
        return text.length() - at;
    }

    /** As many characters as asked for. */
    String characters(int count) {
        if (count < 0 || count > text.length() - at) {
            throw NotMangled.INSTANCE;
        }
        at += count;
        return text.substring(at - count, at);
    }

    /** What is left: a suffix that tells copies of a function apart. LLVM's says nothing to people. */
    String rustSuffix() {
        return startsWith(".llvm.") ? "" : text.substring(at);
    }

    /** Goes one level deeper; {@link #leave} comes back. */
    void enter() {
        if (++depth > DEEPEST || ++steps > MOST_STEPS) {
            throw NotMangled.INSTANCE;
        }
    }

    void leave() {
        depth--;
    }
}
