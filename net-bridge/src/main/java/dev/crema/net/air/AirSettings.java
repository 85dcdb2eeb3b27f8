package dev.crema.net.air;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What there is in an air.
 *
 * @param seed of everything random: equal seeds give equal runs
 * @param networks one for each access point
 * @param stations that join the firmware's own network
 * @param any if there is to be every network that the firmware asks for: where their passwords are known
 * @param conditions what goes wrong
 */
public record AirSettings(long seed, List<WifiNetwork> networks, List<StationSettings> stations,
        Optional<PasswordSource> any, AirConditions conditions) {
    /** Copies the lists. */
    public AirSettings {
        networks = List.copyOf(networks);
        stations = List.copyOf(stations);
    }

    /** An air in which nothing goes wrong. */
    public static AirSettings of(long seed, List<WifiNetwork> networks) {
        return new AirSettings(seed, networks, List.of(), Optional.empty(), AirConditions.NONE);
    }

    /** The same with a station. */
    public AirSettings withStation(StationSettings station) {
        return new AirSettings(seed, networks, Stream.concat(stations.stream(), Stream.of(station)).toList(), any, conditions);
    }

    /** The same with every network that the firmware asks for. */
    public AirSettings withAny(PasswordSource source) {
        return new AirSettings(seed, networks, stations, Optional.of(source), conditions);
    }

    /** The same with other conditions. */
    public AirSettings withConditions(AirConditions other) {
        return new AirSettings(seed, networks, stations, any, other);
    }
}
