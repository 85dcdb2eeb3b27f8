package dev.crema.firmware.demangle;

import java.util.ArrayList;
import java.util.List;

/** Letters beyond ASCII written with ASCII (RFC 3492), with an underscore where the standard has a hyphen. */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 128;

    private Punycode() {
    }

    static String decode(String text) {
        int delimiter = text.lastIndexOf('_');
        List<Integer> result = new ArrayList<>();
        text.substring(0, Math.max(0, delimiter)).chars().forEach(result::add);
        long n = INITIAL_N;
        long i = 0;
        int bias = INITIAL_BIAS;
        int at = delimiter + 1;
        while (at < text.length()) {
            long before = i;
            long weight = 1;
            for (int k = BASE;; k += BASE) {
                int digit = at < text.length() ? Character.digit(text.charAt(at++), BASE) : -1;
                if (digit < 0) {
                    throw NotMangled.INSTANCE;
                }
                // Letters come before digits.
                digit = digit >= 10 ? digit - 10 : digit + 26;
                i += digit * weight;
                int threshold = Math.clamp(k - bias, T_MIN, T_MAX);
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (weight > Integer.MAX_VALUE || i > Integer.MAX_VALUE) {
                    throw NotMangled.INSTANCE;
                }
            }
            int length = result.size() + 1;
            bias = adapt(i - before, length, before == 0);
            n += i / length;
            i %= length;
            if (n > Character.MAX_CODE_POINT) {
                throw NotMangled.INSTANCE;
            }
            result.add((int) i++, (int) n);
        }
        StringBuilder out = new StringBuilder();
        result.forEach(out::appendCodePoint);
        return out.toString();
    }

    private static int adapt(long delta, int length, boolean isFirst) {
        long d = isFirst ? delta / DAMP : delta / 2;
        d += d / length;
        int k = 0;
        while (d > (BASE - T_MIN) * T_MAX / 2) {
            d /= BASE - T_MIN;
            k += BASE;
        }
        return (int) (k + (BASE - T_MIN + 1) * d / (d + SKEW));
    }
}
