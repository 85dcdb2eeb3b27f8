package dev.crema.benchmarks;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Engine;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.StopCondition;
import dev.crema.emulator.machine.StopReason;
import dev.crema.emulator.machine.Template;
import dev.crema.emulator.rom.RomDump;
import dev.crema.firmware.FlashImage;
import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.usernet.NetworkEvent;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From reset to an address by DHCP in a WPA2 network, with real firmware whose console is told to join: host time, and guest time
 * beside it, translated and with the interpreter alone. A chip takes 3.3 to 5.9 s; what is typed comes as soon as the prompt is
 * there. The firmware and a mask ROM lie in the folder that CREMA_CORPUS names.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Fork(value = 3, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class JoinBenchmark {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final WifiNetwork NETWORK =
            new WifiNetwork(Ssid.of("crema"), Optional.of("ristretto"), WifiNetwork.DEFAULT_CHANNEL);

    /** Which firmware. */
    @Param
    public Firmware firmware;

    /** Whether what is hot is translated. */
    @Param({"AUTO", "INTERP"})
    public Engine engine;

    private Template template;

    /** A firmware, how its prompt looks and what makes it join. */
    public enum Firmware {
        /** Espruino 2v04, ESP-IDF 3.1. */
        ESPRUINO("espruino.com", "\n>", "require('Wifi').connect('crema',{password:'ristretto'},function(e){})") {
            @Override
            FlashImage read(Path corpus) {
                Path folder = corpus.resolve("espruino/package/firmware/esp32");
                return FlashImage.builder().bootloader(folder.resolve("bootloader.bin"))
                        .partitionTable(folder.resolve("partitions_espruino.bin"))
                        .file(0x10000, folder.resolve("espruino_esp32.bin")).build();
            }
        },
        /** MicroPython 1.20, ESP-IDF 4.2. */
        MICROPYTHON("MicroPython", ">>> ",
                "import network; w = network.WLAN(network.STA_IF); w.active(True); w.connect('crema', 'ristretto')") {
            @Override
            FlashImage read(Path corpus) {
                return FlashImage.read(corpus.resolve("velxio/frontend/public/firmware/micropython-esp32.bin"));
            }
        };

        private final String greeting;
        private final String prompt;
        private final String command;

        Firmware(String greeting, String prompt, String command) {
            this.greeting = greeting;
            this.prompt = prompt;
            this.command = command;
        }

        abstract FlashImage read(Path corpus);
    }

    /** Guest time of a join. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Guest {
        /** From reset to address, in milliseconds. */
        public long guestMillis;
    }

    /** Reads the image. */
    @Setup
    public void read() {
        Path corpus = Optional.ofNullable(System.getenv("CREMA_CORPUS")).map(Path::of).filter(Files::isDirectory).orElseThrow(
                () -> new IllegalStateException("CREMA_CORPUS names no folder with real images; -e JoinBenchmark does without"));
        FlashImage image = firmware.read(corpus);
        RomDump rom = RomDump.read(corpus.resolve("roms/esp32_rev300_rom.elf"));
        template = Template.of(image, Board.WROVER.withFlashSize(image.size()),
                MachineOptions.DEFAULT.withRom(rom).withEngine(engine));
    }

    /** One join in a JVM that has just begun. */
    @Benchmark
    public Duration resetToAddress(Guest guest) {
        return join(guest);
    }

    /** One of many joins, as in a test suite or a sweep: machines of one template have in common what is translated. */
    @Benchmark
    @Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
    @Warmup(iterations = 15)
    @Measurement(iterations = 10)
    public Duration oneOfManyJoins(Guest guest) {
        return join(guest);
    }

    private Duration join(Guest guest) {
        Machine[] machine = new Machine[1];
        UserNetworkOptions behind = UserNetworkOptions.DEFAULT.withListener(event -> {
            if (event instanceof NetworkEvent.Leased) {
                machine[0].stop();
            }
        });
        UserNetwork network = UserNetwork.open(behind);
        try (Surroundings surroundings = new Surroundings(new Air(AirSettings.of(1, List.of(NETWORK))), network)) {
            machine[0] = Machine.of(template.with(surroundings.air()));
            surroundings.receive(machine[0]);
            machine[0].run(LIMIT, List.of(new StopCondition.ConsoleText(firmware.greeting)));
            machine[0].run(LIMIT, List.of(new StopCondition.ConsoleText(firmware.prompt)));
            machine[0].console().type(firmware.command + "\r");
            if (!(machine[0].run(LIMIT) instanceof StopReason.Requested)) {
                throw new IllegalStateException(firmware + " got no address");
            }
            guest.guestMillis = machine[0].now().toMillis();
            return machine[0].now();
        }
    }
}
