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

    /**
     * Reads {@code SSID[:PASSWORD][@CHANNEL]}. The name may contain neither a colon nor an at sign.
     *
     * @throws IllegalArgumentException if it is malformed, with what is wrong
     */
    public static WifiNetwork parse(String text) {
        int at = text.lastIndexOf('@');
        String network = at < 0 ? text : text.substring(0, at);
        int colon = network.indexOf(':');
        return new WifiNetwork(Ssid.of(colon < 0 ? network : network.substring(0, colon)),
                colon < 0 ? Optional.empty() : Optional.of(network.substring(colon + 1)),
                at < 0 ? DEFAULT_CHANNEL : channel(text.substring(at + 1)));
    }

    private static int channel(String text) {
        if (!text.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("'" + text + "' is no channel: take 1 to 13");
        }
        return Integer.parseInt(text);
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
