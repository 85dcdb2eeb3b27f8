package dev.crema.cli.run;

import dev.crema.emulator.machine.Machine;
import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.MemoryPasswords;
import dev.crema.net.air.PasswordSource;
import dev.crema.net.air.Station;
import dev.crema.net.air.StationSettings;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The WiFi around the chip, and what is behind it. */
final class NetworkOptions {
    private static final String NOW = "now";

    @Mixin
    private AirOptions airOptions;

    @Option(names = "--join", paramLabel = "SSID[:PASSWORD]", description = {
        "A station joins the firmware's own network; any: whichever it opens. Forwards lead through it",
        "(default: any, if there are forwards). A password that is not given is looked for in the firmware's memory."})
    private Optional<String> joined = Optional.empty();

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
        "Share the LAN and the air with other runs that name the same place: the path of a socket, or HOST:PORT."})
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
        AirSettings settings = airOptions.settings(seed, memory);
        Optional<String> station = joined.or(() -> forwards.isEmpty() ? Optional.empty() : Optional.of(AirOptions.ANY));
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
            return surroundings(air, lan, lan, station -> user.station(station.address())).sharing(lan);
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
        if (text.equals(AirOptions.ANY)) {
            return new StationSettings(Optional.empty(), memory);
        }
        int colon = text.indexOf(':');
        Ssid ssid = AirOptions.parsed("--join", () -> Ssid.of(colon < 0 ? text : text.substring(0, colon)));
        return colon < 0 ? new StationSettings(Optional.of(ssid), memory) : StationSettings.of(ssid, text.substring(colon + 1));
    }
}
