package dev.crema.net.air;

import dev.crema.net.air.frame.Ssid;
import java.util.Objects;
import java.util.Optional;

/**
 * A network that an access point offers.
 *
 * @param ssid its name
 * @param password of a WPA2 network; empty for an open one
 * @param channel 1 to 13
 */
public record WifiNetwork(Ssid ssid, Optional<String> password, int channel) {
    /** The channel where none is asked for. */
    public static final int DEFAULT_CHANNEL = 6;

    /** Checks the values. */
    public WifiNetwork {
        Objects.requireNonNull(ssid);
        Objects.requireNonNull(password);
        if (!isChannel(channel)) {
            throw new IllegalArgumentException("WiFi channel " + channel + ": take 1 to 13");
        }
        password.filter(text -> !isPassword(text)).ifPresent(text -> {
            throw new IllegalArgumentException("password of WiFi network '" + ssid + "' has " + text.length()
                    + " characters: WPA2 takes 8 to 63 of ASCII");
        });
    }

    /** Whether an access point can be on a channel. */
    static boolean isChannel(int channel) {
        return channel >= 1 && channel <= 13;
    }

    /** Whether WPA2 takes a text for a password. */
    static boolean isPassword(String text) {
        return text.length() >= 8 && text.length() <= 63 && text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    /** The same far enough away in the band not to be heard. */
    WifiNetwork onAnotherChannel() {
        return new WifiNetwork(ssid, password, channel <= 7 ? channel + 5 : channel - 5);
    }
}
