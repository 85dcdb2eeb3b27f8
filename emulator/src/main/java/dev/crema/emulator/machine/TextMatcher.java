package dev.crema.emulator.machine;

/** Finds a byte string in a stream, one byte at a time, by the algorithm of Knuth, Morris and Pratt. */
public final class TextMatcher {
    private final byte[] text;
    /** For each matched length: the longest proper prefix of the text that is also the end of what matched. */
    private final int[] fallback;
    private int matched;

    /**
     * Looks for a text.
     *
     * @param text not empty; it is not copied
     */
    public TextMatcher(byte[] text) {
        this.text = text;
        fallback = new int[text.length + 1];
        for (int end = 1, prefix = 0; end < text.length; end++) {
            while (prefix > 0 && text[end] != text[prefix]) {
                prefix = fallback[prefix];
            }
            prefix += text[end] == text[prefix] ? 1 : 0;
            fallback[end + 1] = prefix;
        }
    }

    /** Takes the next byte; whether the text ends with it. */
    public boolean accept(int next) {
        while (matched > 0 && (matched == text.length || (text[matched] & 0xff) != next)) {
            matched = fallback[matched];
        }
        if ((text[matched] & 0xff) == next) {
            matched++;
        }
        return matched == text.length;
    }
}
