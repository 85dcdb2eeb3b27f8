package dev.crema.net.air;

import dev.crema.net.air.frame.Ssid;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A station of ours, and which network it is to join.
 *
 * @param ssid the network's name; empty for the first one of the machine
 * @param passwords asked whenever it joins a secured network; if there are several, they are tried in turn
 */
public record StationSettings(Optional<Ssid> ssid, PasswordSource passwords) {
    /** Checks that there are values. */
    public StationSettings {
        Objects.requireNonNull(ssid);
        Objects.requireNonNull(passwords);
    }

    /** A station that joins whatever the machine opens, with a password if it needs one. */
    public static StationSettings any(String... passwords) {
        List<String> known = List.of(passwords);
        return new StationSettings(Optional.empty(), found -> known);
    }

    /** A station that joins one network. */
    public static StationSettings of(Ssid ssid, String... passwords) {
        List<String> known = List.of(passwords);
        return new StationSettings(Optional.of(ssid), found -> known);
    }
}
