package dev.crema.cli.run;

import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.CapturedNetwork;
import dev.crema.net.ethernet.Network;
import dev.crema.net.ethernet.PcapFile;
import dev.crema.net.usernet.Forward;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The WiFi around the chip, and what is behind it. */
final class NetworkOptions {
    private static final WifiNetwork DEFAULT = new WifiNetwork(Ssid.of("crema"), Optional.of("ristretto"), WifiNetwork.DEFAULT_CHANNEL);

    @Option(names = "--wifi", paramLabel = "SSID[:PASSWORD][@CHANNEL]", converter = WifiName.class, description = {
        "A WiFi network that the firmware can join, open if there is no password; may be given several times",
        "(default: crema:ristretto@6)."})
    private List<WifiNetwork> networks = List.of(DEFAULT);

    @Option(names = "--forward", paramLabel = "FORWARD", description = {
        "Lead a port of the host to the guest: udp::4433-:4433 or tcp:127.0.0.1:8080-:80, as QEMU writes it;",
        "may be given several times."})
    private List<String> forwards = List.of();

    @Option(names = "--restrict", description = "Keep the guest from the host and the world; forwards still work.")
    private boolean restricted;

    @Option(names = "--pcap", paramLabel = "FILE", description = "Capture the Ethernet behind the access points, for Wireshark.")
    private Optional<Path> pcap = Optional.empty();

    /**
     * Makes the surroundings of a machine.
     *
     * @param seed of what is random in the air
     * @param notice is told each event in a line
     */
    Surroundings open(long seed, Consumer<String> notice) {
        Air air = new Air(AirSettings.of(seed, networks));
        air.onEvent(event -> notice.accept("wifi: " + event.line()));
        UserNetworkOptions options = UserNetworkOptions.DEFAULT
                .withForwards(forwards.stream().map(Forward::parse).toList())
                .withListener(event -> notice.accept(event.line()));
        Network network = UserNetwork.open(restricted ? options.withRestriction() : options);
        return new Surroundings(air, pcap.<Network>map(file -> new CapturedNetwork(network, new PcapFile(file, PcapFile.ETHERNET)))
                .orElse(network));
    }

    /** Reads a network's name, password and channel. The name may contain neither a colon nor an at sign. */
    static final class WifiName implements ITypeConverter<WifiNetwork> {
        @Override
        public WifiNetwork convert(String text) {
            int at = text.lastIndexOf('@');
            String network = at < 0 ? text : text.substring(0, at);
            int colon = network.indexOf(':');
            try {
                int channel = at < 0 ? WifiNetwork.DEFAULT_CHANNEL : Integer.parseInt(text.substring(at + 1));
                Optional<String> password = colon < 0 ? Optional.empty() : Optional.of(network.substring(colon + 1));
                return new WifiNetwork(Ssid.of(colon < 0 ? network : network.substring(0, colon)), password, channel);
            } catch (NumberFormatException notANumber) {
                throw new TypeConversionException("'" + text.substring(at + 1) + "' is no channel: take 1 to 13");
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
