package dev.crema.constraints.junit;

import dev.crema.constraints.limit.HeapLimit;
import dev.crema.emulator.chip.Board;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.FlashImageBuilder;
import dev.crema.firmware.FlashSize;
import dev.crema.firmware.samples.Samples;
import dev.crema.net.air.AirConditions;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.usernet.Forward;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a board is made of, what it runs, and where a test begins. Immutable; texts are as in {@link Esp32Test}.
 *
 * @param firmware files, folders, {@code OFFSET=FILE}, or one sample
 * @param startAt regular expression on the console
 * @param startWithin guest time
 * @param psram bytes
 * @param flash size of the chip, if it is not to follow from the image
 * @param seed of everything random
 * @param wifi networks around
 * @param air what goes wrong on it
 * @param forwards ways in from the host
 * @param heapLimits how much memory the firmware's heap may have
 */
public record Esp32Settings(List<String> firmware, Optional<String> startAt, Duration startWithin, int psram,
        Optional<FlashSize> flash, long seed, List<WifiNetwork> wifi, AirConditions air, List<Forward> forwards,
        List<HeapLimit> heapLimits) {
    private static final String SAMPLE = "sample:";

    /** Copies the lists. */
    public Esp32Settings {
        firmware = List.copyOf(firmware);
        wifi = List.copyOf(wifi);
        forwards = List.copyOf(forwards);
        heapLimits = List.copyOf(heapLimits);
    }

    /**
     * What an annotation says.
     *
     * @throws IllegalArgumentException if it cannot be used, with one sentence
     */
    static Esp32Settings of(Esp32Test annotation) {
        Stream<Forward> udp = IntStream.of(annotation.udpPorts()).mapToObj(port -> forward(Forward.Protocol.UDP, port));
        Stream<Forward> tcp = IntStream.of(annotation.tcpPorts()).mapToObj(port -> forward(Forward.Protocol.TCP, port));
        return new Esp32Settings(List.of(annotation.firmware()), Optional.of(annotation.startAt()).filter(text -> !text.isEmpty()),
                Duration.ofSeconds(annotation.startWithin()), Board.psramSize(annotation.psram()),
                Optional.of(annotation.flash()).filter(text -> !text.isEmpty()).map(FlashSize::parse), annotation.seed(),
                Arrays.stream(annotation.wifi()).map(WifiNetwork::parse).toList(), conditions(annotation.air()),
                Stream.concat(udp, tcp).toList(), Arrays.stream(annotation.heapLimits()).map(HeapLimit::parse).toList());
    }

    private static AirConditions conditions(String text) {
        return text.isEmpty() ? AirConditions.NONE : AirConditions.parse(text);
    }

    private static Forward forward(Forward.Protocol protocol, int guestPort) {
        if (guestPort < 1 || guestPort > 65_535) {
            throw new IllegalArgumentException("guest port " + guestPort + " does not exist: take 1 to 65535");
        }
        return new Forward(protocol, new Endpoint(Ipv4Address.LOOPBACK, 0), Optional.empty(), guestPort);
    }

    /** The same with other firmware. */
    public Esp32Settings withFirmware(String... files) {
        return new Esp32Settings(List.of(files), startAt, startWithin, psram, flash, seed, wifi, air, forwards, heapLimits);
    }

    /** The same, beginning where the console shows what a regular expression says. */
    public Esp32Settings withStartAt(String regex, Duration limit) {
        return new Esp32Settings(firmware, Optional.of(regex), limit, psram, flash, seed, wifi, air, forwards, heapLimits);
    }

    /** The same, beginning at power-on. */
    public Esp32Settings fromPowerOn() {
        return new Esp32Settings(firmware, Optional.empty(), startWithin, psram, flash, seed, wifi, air, forwards, heapLimits);
    }

    /** The same with 0, 2M, 4M or 8M of SPI RAM. */
    public Esp32Settings withPsram(String size) {
        return new Esp32Settings(firmware, startAt, startWithin, Board.psramSize(size), flash, seed, wifi, air, forwards, heapLimits);
    }

    /** The same with a flash chip of 1MB to 16MB. */
    public Esp32Settings withFlash(String size) {
        return new Esp32Settings(firmware, startAt, startWithin, psram, Optional.of(FlashSize.parse(size)), seed, wifi, air, forwards,
                heapLimits);
    }

    /** The same with other chance. */
    public Esp32Settings withSeed(long number) {
        return new Esp32Settings(firmware, startAt, startWithin, psram, flash, number, wifi, air, forwards, heapLimits);
    }

    /** The same with other networks around: {@code SSID[:PASSWORD][@CHANNEL]}. */
    public Esp32Settings withWifi(String... networks) {
        return new Esp32Settings(firmware, startAt, startWithin, psram, flash, seed,
                Arrays.stream(networks).map(WifiNetwork::parse).toList(), air, forwards, heapLimits);
    }

    /** The same with other conditions on the air: {@code loss=10%,at=10s:deauth}. */
    public Esp32Settings withAir(String conditions) {
        return new Esp32Settings(firmware, startAt, startWithin, psram, flash, seed, wifi, conditions(conditions), forwards,
                heapLimits);
    }

    /** The same with a UDP port of the guest that can be reached from the host. */
    public Esp32Settings withUdpPort(int guestPort) {
        return withForward(forward(Forward.Protocol.UDP, guestPort));
    }

    /** The same with a TCP port of the guest that can be reached from the host. */
    public Esp32Settings withTcpPort(int guestPort) {
        return withForward(forward(Forward.Protocol.TCP, guestPort));
    }

    private Esp32Settings withForward(Forward way) {
        return new Esp32Settings(firmware, startAt, startWithin, psram, flash, seed, wifi, air,
                Stream.concat(forwards.stream(), Stream.of(way)).toList(), heapLimits);
    }

    /** The same with less memory for the firmware's heap: {@code DRAM=100K}. */
    public Esp32Settings withHeapLimit(String limit) {
        return new Esp32Settings(firmware, startAt, startWithin, psram, flash, seed, wifi, air, forwards,
                Stream.concat(heapLimits.stream(), Stream.of(HeapLimit.parse(limit))).toList());
    }

    /** The same without ways in from the host. */
    Esp32Settings withoutForwards() {
        return new Esp32Settings(firmware, startAt, startWithin, psram, flash, seed, wifi, air, List.of(), heapLimits);
    }

    /** What is flashed. */
    FlashImage image() {
        if (firmware.size() == 1 && firmware.getFirst().startsWith(SAMPLE)) {
            return Samples.named(firmware.getFirst().substring(SAMPLE.length()));
        }
        FlashImageBuilder builder = FlashImage.builder();
        flash.ifPresent(builder::flashSize);
        firmware.forEach(builder::argument);
        return builder.build();
    }

    Board board(FlashImage image) {
        return Board.WROVER.withFlashSize(flash.map(FlashSize::bytes).orElse(image.size())).withPsramSize(psram);
    }

    AirSettings airSettings() {
        return AirSettings.of(seed, wifi).withConditions(air);
    }
}
