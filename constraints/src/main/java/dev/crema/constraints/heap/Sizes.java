package dev.crema.constraints.heap;

import java.time.Duration;
import java.util.Locale;

/** Sizes and times as people read them. */
final class Sizes {
    private static final long KIB = 1024;
    private static final long LARGE = 10 * KIB;

    private Sizes() {
    }

    /** Such as {@code 7,936}. */
    static String number(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }

    /** Such as {@code 7,936 bytes}, or {@code 91 KiB} from 10 KiB on. */
    static String bytes(long bytes) {
        return bytes < LARGE ? number(bytes) + (bytes == 1 ? " byte" : " bytes") : number(bytes / KIB) + " KiB";
    }

    /** Such as {@code 1.234 s}. */
    static String time(Duration time) {
        return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
    }
}
