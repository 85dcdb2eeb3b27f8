package dev.crema.constraints.heap;

import java.util.ArrayList;
import java.util.List;

/** The bits of {@code MALLOC_CAP_...} ({@code esp_heap_caps.h}). */
final class Capabilities {
    /** What {@code malloc} asks for. */
    static final int DEFAULT = 1 << 12;
    /** Not in external RAM. */
    static final int INTERNAL = 1 << 11;
    private static final String[] NAMES = {"EXEC", "32BIT", "8BIT", "DMA", "PID2", "PID3", "PID4", "PID5", "PID6", "PID7",
            "SPIRAM",
        "INTERNAL", "DEFAULT", "IRAM_8BIT", "RETENTION", "RTCRAM"};

    private Capabilities() {
    }

    /** Their names, such as {@code DMA|INTERNAL}. */
    static String describe(int capabilities) {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            if ((capabilities >>> bit & 1) != 0) {
                names.add(bit < NAMES.length ? NAMES[bit] : "bit " + bit);
            }
        }
        return names.isEmpty() ? "any" : String.join("|", names);
    }
}
