package dev.crema.net.air;

import dev.crema.net.air.frame.Ssid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds passwords where the driver keeps them: ESP-IDF's {@code wifi_sta_config_t} begins with 32 bytes for the name and 64 for
 * the password, both filled up with zeroes; the driver's own copies of it have up to seven bytes between the two.
 */
public final class MemoryPasswords implements PasswordSource {
    private static final int PASSWORD_FIELD = 64;
    private static final int FARTHEST = 7;

    private final Supplier<byte[]> memory;

    /** Looks for passwords in what a memory holds whenever it is asked. */
    public MemoryPasswords(Supplier<byte[]> memory) {
        this.memory = memory;
    }

    @Override
    public List<String> candidates(Ssid ssid) {
        byte[] bytes = memory.get();
        byte[] field = Arrays.copyOf(ssid.bytes(), Ssid.LONGEST);
        Set<String> found = new LinkedHashSet<>();
        for (int distance = 0; distance <= FARTHEST; distance++) {
            for (int at = 0; at + Ssid.LONGEST + FARTHEST + PASSWORD_FIELD <= bytes.length; at++) {
                if (bytes[at] == field[0] && Arrays.equals(bytes, at, at + Ssid.LONGEST, field, 0, Ssid.LONGEST)) {
                    int start = at + Ssid.LONGEST + distance;
                    String text = text(bytes, start);
                    // Else it is the end of a longer text.
                    boolean whole = distance == 0 || bytes[start - 1] < ' ';
                    if (whole && WifiNetwork.isPassword(text)) {
                        found.add(text);
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    private static String text(byte[] bytes, int at) {
        int end = at;
        while (end < at + PASSWORD_FIELD && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
    }
}
