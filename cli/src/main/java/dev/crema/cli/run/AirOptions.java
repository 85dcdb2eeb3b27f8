package dev.crema.cli.run;

import dev.crema.net.air.AirConditions;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.PasswordSource;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.ethernet.NetworkException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The WiFi around the chip. */
final class AirOptions {
    /** In place of a name: whichever there is. */
    static final String ANY = "any";

    private static final String DEFAULT_NETWORK = "crema:ristretto";

    @Option(names = "--wifi", paramLabel = "SSID[:PASSWORD][@CHANNEL]", description = {
        "A WiFi network that the firmware can join, open if there is no password; may be given several times.",
        "any: every network that the firmware asks for (default: " + DEFAULT_NETWORK + ")."})
    private List<String> networks = List.of(DEFAULT_NETWORK);

    @Option(names = "--air", paramLabel = "CONDITIONS", converter = Conditions.class, description = {
        "What goes wrong on the air: loss=10%%,delay=20ms,dup=1%%,reorder=5%%,rate=2M,signal=-70, and at a time",
        "at=10s:deauth, down, up, roam or rekey."})
    private AirConditions conditions = AirConditions.NONE;

    /**
     * What there is in the air.
     *
     * @param memory where passwords are looked for that are not given
     */
    AirSettings settings(long seed, PasswordSource memory) {
        AirSettings settings = AirSettings.of(seed, networks.stream().filter(text -> !text.equals(ANY)).map(AirOptions::wifi).toList())
                .withConditions(conditions);
        return networks.contains(ANY) ? settings.withAny(memory) : settings;
    }

    private static WifiNetwork wifi(String text) {
        return parsed("--wifi", () -> WifiNetwork.parse(text));
    }

    /** What a reader makes of an option, or one sentence. */
    static <T> T parsed(String option, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new NetworkException("%s: %s.", option, e.getMessage());
        }
    }

    /** Reads what goes wrong on the air. */
    static final class Conditions implements ITypeConverter<AirConditions> {
        @Override
        public AirConditions convert(String text) {
            try {
                return AirConditions.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
