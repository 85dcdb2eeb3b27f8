package dev.crema.cli.run;

import dev.crema.emulator.machine.Machine;
import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.air.AirConditions;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.MemoryPasswords;
import dev.crema.net.air.PasswordSource;
import dev.crema.net.air.Station;
import dev.crema.net.air.StationSettings;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.air.capture.AirCapture;
import dev.crema.net.air.capture.FrameSummary;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.ethernet.CapturedNetwork;
import dev.crema.net.ethernet.Network;
import dev.crema.net.ethernet.NetworkException;
import dev.crema.net.ethernet.PcapFile;
import dev.crema.net.ethernet.Switch;
import dev.crema.net.tap.TapDevice;
import dev.crema.net.usernet.Forward;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The WiFi around the chip, and what is behind it. */
final class NetworkOptions {
    private static final String DEFAULT_NETWORK = "crema:ristretto";
    private static final String ANY = "any";
    private static final String NOW = "now";

    @Option(names = "--wifi", paramLabel = "SSID[:PASSWORD][@CHANNEL]", description = {
        "A WiFi network that the firmware can join, open if there is no password; may be given several times.",
        "any: every network that the firmware asks for (default: " + DEFAULT_NETWORK + ")."})
    private List<String> networks = List.of(DEFAULT_NETWORK);

    @Option(names = "--join", paramLabel = "SSID[:PASSWORD]", description = {
        "A station joins the firmware's own network; any: whichever it opens. Forwards lead through it",
        "(default: any, if there are forwards). A password that is not given is looked for in the firmware's memory."})
    private Optional<String> joined = Optional.empty();

    @Option(names = "--air", paramLabel = "CONDITIONS", converter = Conditions.class, description = {
        "What goes wrong on the air: loss=10%%,delay=20ms,dup=1%%,reorder=5%%,rate=2M,signal=-70, and at a time",
        "at=10s:deauth, down, up, roam or rekey."})
    private AirConditions conditions = AirConditions.NONE;

    @Option(names = "--forward", paramLabel = "FORWARD", description = {
        "Lead a port of the host to the guest: udp::4433-:4433 or tcp:127.0.0.1:8080-:80, as QEMU writes it;",
        "may be given several times."})
    private List<String> forwards = List.of();

    @Option(names = "--restrict", description = "Keep the guest from the host and the world; forwards still work.")
    private boolean restricted;

    @Option(names = "--date", paramLabel = "DATE", description = {
        "What time servers tell the guest when it is switched on: now, or an instant such as 2026-01-01T00:00:00Z",
        "(default: now if guest time keeps to host time, else the first second of 2026, so that runs are equal)."})
    private Optional<String> date = Optional.empty();

    @Option(names = "--tap", paramLabel = "NAME", description = "A TAP device of Linux in place of the user-mode network.")
    private Optional<String> tap = Optional.empty();

    @Option(names = "--switch", paramLabel = "PLACE", description = {
        "Share the LAN with other runs that name the same place: the path of a socket, or HOST:PORT."})
    private Optional<String> shared = Optional.empty();

    @Option(names = "--pcap", paramLabel = "FILE", description = "Capture the Ethernet behind the access points, for Wireshark.")
    private Optional<Path> ethernetCapture = Optional.empty();

    @Option(names = "--pcap-air", paramLabel = "FILE",
            description = "Capture the air, with the payloads of secured networks as they were before encryption.")
    private Optional<Path> airCapture = Optional.empty();

    @Option(names = "--pcap-air-encrypted", paramLabel = "FILE", description = "Capture the air as it is.")
    private Optional<Path> encryptedCapture = Optional.empty();

    @Option(names = {"-v", "--verbose"}, description = "Show every frame on the air in a line.")
    private boolean verbose;

    private final AtomicReference<Machine> machine = new AtomicReference<>();

    /**
     * Makes the surroundings of a machine.
     *
     * @param seed of what is random in the air
     * @param real whether guest time keeps to host time
     * @param remark is told each event in a line
     */
    Surroundings open(long seed, boolean real, Consumer<String> remark) {
        Air air = new Air(settings(seed));
        air.onEvent(event -> remark.accept("wifi: " + event.line()));
        if (verbose) {
            air.onFrame((tick, frame) -> remark.accept(FrameSummary.of(frame)));
        }
        Surroundings surroundings = network(air, start(real), remark);
        try {
            airCapture.map(file -> AirCapture.decrypted(file, air.keys())).ifPresent(capture -> capture(surroundings, capture));
            encryptedCapture.map(AirCapture::encrypted).ifPresent(capture -> capture(surroundings, capture));
        } catch (RuntimeException e) {
            surroundings.close();
            throw e;
        }
        return surroundings;
    }

    /** Lets in the machine that was built with the air. */
    void receive(Surroundings surroundings, Machine built) {
        machine.set(built);
        surroundings.receive(built);
    }

    private static void capture(Surroundings surroundings, AirCapture capture) {
        surroundings.air().onFrame(capture);
        surroundings.closeAtEnd(capture);
    }

    private AirSettings settings(long seed) {
        PasswordSource memory = new MemoryPasswords(() -> machine.get().dataRam());
        AirSettings settings = AirSettings.of(seed, networks.stream().filter(text -> !text.equals(ANY)).map(NetworkOptions::wifi).toList())
                .withConditions(conditions);
        if (networks.contains(ANY)) {
            settings = settings.withAny(memory);
        }
        Optional<String> station = joined.or(() -> forwards.isEmpty() ? Optional.empty() : Optional.of(ANY));
        return station.map(text -> station(text, memory)).map(settings::withStation).orElse(settings);
    }

    private Surroundings network(Air air, Instant start, Consumer<String> remark) {
        if (tap.isPresent()) {
            TapDevice device = TapDevice.open(tap.get());
            return surroundings(air, device, device, station -> device);
        }
        UserNetworkOptions options = UserNetworkOptions.DEFAULT.withStart(start)
                .withForwards(forwards.stream().map(Forward::parse).toList())
                .withListener(event -> remark.accept(event.line()));
        UserNetwork user = UserNetwork.open(restricted ? options.withRestriction() : options);
        if (shared.isPresent()) {
            Switch lan = Switch.joined(shared.get(), Optional.of(user));
            return surroundings(air, lan, lan, station -> user.station(station.address()));
        }
        return surroundings(air, user, user, station -> user.station(station.address()));
    }

    private Surroundings surroundings(Air air, Network network, AutoCloseable owner, Function<Station, Network> behindStations) {
        try {
            Optional<PcapFile> capture = ethernetCapture.map(file -> new PcapFile(file, PcapFile.ETHERNET));
            Network captured = capture.<Network>map(file -> new CapturedNetwork(network, file)).orElse(network);
            Surroundings surroundings = new Surroundings(air, captured, station -> capture.<Network>map(
                    file -> new CapturedNetwork(behindStations.apply(station), file)).orElseGet(() -> behindStations.apply(station)));
            capture.ifPresent(surroundings::closeAtEnd);
            surroundings.closeAtEnd(owner);
            return surroundings;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private Instant start(boolean real) {
        String wanted = date.orElse(real ? NOW : UserNetworkOptions.DEFAULT_START.toString());
        try {
            return wanted.equals(NOW) ? Instant.now() : Instant.parse(wanted);
        } catch (DateTimeParseException e) {
            throw new NetworkException("--date: '%s' is neither now nor an instant such as 2026-01-01T00:00:00Z.", wanted);
        }
    }

    private static StationSettings station(String text, PasswordSource memory) {
        if (text.equals(ANY)) {
            return new StationSettings(Optional.empty(), memory);
        }
        int colon = text.indexOf(':');
        Ssid ssid = parsed("--join", () -> Ssid.of(colon < 0 ? text : text.substring(0, colon)));
        return colon < 0 ? new StationSettings(Optional.of(ssid), memory) : StationSettings.of(ssid, text.substring(colon + 1));
    }

    /** Reads a network's name, password and channel. The name may contain neither a colon nor an at sign. */
    private static WifiNetwork wifi(String text) {
        int at = text.lastIndexOf('@');
        String network = at < 0 ? text : text.substring(0, at);
        int colon = network.indexOf(':');
        return parsed("--wifi", () -> new WifiNetwork(Ssid.of(colon < 0 ? network : network.substring(0, colon)),
                colon < 0 ? Optional.empty() : Optional.of(network.substring(colon + 1)),
                at < 0 ? WifiNetwork.DEFAULT_CHANNEL : channel(text.substring(at + 1))));
    }

    private static int channel(String text) {
        if (!text.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("'" + text + "' is no channel: take 1 to 13");
        }
        return Integer.parseInt(text);
    }

    private static <T> T parsed(String option, Supplier<T> reader) {
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
