package dev.crema.net.air;

import java.util.List;

/**
 * What there is in an air.
 *
 * @param seed of everything random: equal seeds give equal runs
 * @param networks one for each access point
 * @param impairments what goes wrong
 */
public record AirSettings(long seed, List<WifiNetwork> networks, Impairments impairments) {
    /** Copies the list. */
    public AirSettings {
        networks = List.copyOf(networks);
    }

    /** An air in which nothing goes wrong. */
    public static AirSettings of(long seed, WifiNetwork... networks) {
        return new AirSettings(seed, List.of(networks), Impairments.NONE);
    }
}
