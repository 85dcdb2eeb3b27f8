package dev.crema.constraints.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Firmware with less memory says itself that it has less. */
final class HeapLimitsTest {
    private static final Pattern REGION = Pattern.compile("At ([0-9A-F]{8}) len ([0-9A-F]{8}) .*: (D/IRAM|DRAM|IRAM)");

    private final List<String> remarks = new ArrayList<>();

    private String console(FlashImage image, Duration span, HeapLimit... limits) {
        Machine machine = Machine.of(image, Board.WROVER.withFlashSize(image.size()).withPsramSize(0), MachineOptions.DEFAULT);
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        machine.console().onOutput(console::write);
        HeapLimits.impose(List.of(limits), new FunctionProbes(machine), remarks::add);
        machine.run(span);
        return console.toString(StandardCharsets.UTF_8);
    }

    private static long bytes(String console, String kinds) {
        return REGION.matcher(console).results().filter(region -> region.group(3).matches(kinds))
                .mapToLong(region -> Long.parseLong(region.group(2), 16)).sum();
    }

    @Test
    void theHeapOfEspIdfIsSmaller() {
        FlashImage image = Stream.of(System.getProperty("crema.corpus"), System.getenv("CREMA_CORPUS")).filter(Objects::nonNull)
                .findFirst().map(folder -> Path.of(folder, "pe/tests/fixtures/hello_world_esp32/build"))
                .filter(Files::isDirectory).map(FlashImage::read)
                .orElseGet(() -> abort("no folder with real images: name one with -Dcrema.corpus=DIR or CREMA_CORPUS"));
        Duration boot = Duration.ofMillis(400);
        String whole = console(image, boot);
        long dram = bytes(whole, "DRAM|D/IRAM");
        String limited = console(image, boot, HeapLimit.parse("DRAM=100K"), HeapLimit.parse("IRAM=1M"));
        assertEquals(100 << 10, bytes(limited, "DRAM|D/IRAM"));
        assertEquals(bytes(whole, "IRAM"), bytes(limited, "IRAM"));
        assertEquals(dram - (20 << 10), bytes(console(image, boot, HeapLimit.reserve("20K")), "DRAM|D/IRAM"));
    }

    @Test
    void theHeapOfTheSampleIsSmaller() {
        String console = console(Samples.endpoint(), Duration.ofSeconds(1), HeapLimit.parse("DRAM=60K"));
        assertTrue(console.contains("heap in internal RAM"), console);
        assertEquals(List.of("heap: 61,440 of 140,128 bytes of DRAM left", "heap: 64 of 131,072 bytes of DRAM left"), remarks);
    }

    @Test
    void whatCannotBeLimitedIsNamed() {
        assertEquals("the heap cannot be limited: the firmware has none of ESP-IDF's (no function soc_get_available_memory_regions)",
                assertThrows(IllegalArgumentException.class,
                        () -> console(Samples.hello(), Duration.ZERO, HeapLimit.reserve("1K"))).getMessage());
    }

    @Test
    void limitsAreRead() {
        assertEquals(new HeapLimit(HeapKind.PSRAM, 1 << 20, false), HeapLimit.parse("psram=1M"));
        assertEquals(new HeapLimit(HeapKind.DRAM, 4_096, true), HeapLimit.reserve("4k"));
        for (String wrong : List.of("DRAM", "ROM=1K", "DRAM=", "DRAM=-1", "DRAM=1G")) {
            assertThrows(IllegalArgumentException.class, () -> HeapLimit.parse(wrong), wrong);
        }
    }

    @Test
    void noMoreIsTakenThanThereIs() {
        assertEquals(0, HeapLimit.parse("DRAM=100K").excess(50 << 10));
        assertEquals(50 << 10, HeapLimit.reserve("100K").excess(50 << 10));
    }
}
