package dev.crema.net.air;

import dev.crema.net.air.frame.Ssid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Finds passwords where the driver keeps them: ESP-IDF's {@code wifi_sta_config_t} and {@code wifi_ap_config_t} begin with 32 bytes for
 * the name and 64 for the password. The driver's own copies have up to seven bytes between the two. Behind a name are zeroes, or, where
 * its length is in the word before it, whatever the firmware had on its stack.
 */
public final class MemoryPasswords implements PasswordSource {
    private static final int LENGTH_FIELD = 4;
    private static final int PASSWORD_FIELD = 64;
    private static final int FARTHEST = 7;

    private final Supplier<byte[]> memory;

    /** Looks for passwords in what a memory holds whenever it is asked. */
    public MemoryPasswords(Supplier<byte[]> memory) {
        this.memory = memory;
    }

    @Override
    public List<String> candidates(Ssid ssid) {
        if (ssid.isWildcard()) {
            return List.of();
        }
        byte[] bytes = memory.get();
        byte[] name = ssid.bytes();
        Set<String> found = new LinkedHashSet<>();
        for (int distance = 0; distance <= FARTHEST; distance++) {
            for (int at = 0; at + Ssid.LONGEST + FARTHEST + PASSWORD_FIELD <= bytes.length; at++) {
                if (isName(bytes, at, name)) {
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

    private static boolean isName(byte[] bytes, int at, byte[] name) {
        int end = at + name.length;
        return bytes[at] == name[0] && Arrays.equals(bytes, at, end, name, 0, name.length)
                && (isLength(bytes, at - LENGTH_FIELD, name.length)
                || IntStream.range(end, at + Ssid.LONGEST).allMatch(behind -> bytes[behind] == 0));
    }

    private static boolean isLength(byte[] bytes, int at, int length) {
        return at >= 0 && bytes[at] == length && bytes[at + 1] == 0 && bytes[at + 2] == 0 && bytes[at + 3] == 0;
    }

    private static String text(byte[] bytes, int at) {
        int end = at;
        while (end < at + PASSWORD_FIELD && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
    }
}
