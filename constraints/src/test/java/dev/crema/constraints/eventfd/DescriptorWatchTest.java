package dev.crema.constraints.eventfd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.xtensa.Assembler;
import dev.crema.firmware.ByteView;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Descriptors that a guest gets, and does not. No image with ESP-IDF's eventfds and its ELF file can be had, so a program of a few
 * instructions stands in for {@code vfs_eventfd.c}: it has its variables, their layout and its functions.
 */
final class DescriptorWatchTest {
    private static final int PROGRAM = 0x40080000;
    private static final int VARIABLES = 0x3FFB8000;
    private static final int EVENTS = 0x3FFB8100;
    private static final int STACK = 0x3FFC0000;
    private static final int NONE = -1;
    private static final String EVENTFD = """
            ps: .word 0x60020
            id: .word 0x3FFB8000
            .align 4
            esp_vfs_eventfd_register:
                entry a1, 32
                l32i a3, a2, 0
                l32r a4, id
                s32i a3, a4, 4
                movi a5, 1
                s32i a5, a4, 0
                movi a2, 0
                retw
            .align 4
            eventfd:
                entry a1, 32
                l32r a4, id
                l32i a5, a4, 0
                bltz a5, none
                l32i a6, a4, 8
                l32i a7, a4, 4
                movi a3, 0
            next:
                beq a3, a7, none
                l32i a5, a6, 0
                bltz a5, free
                addi a6, a6, 32
                addi a3, a3, 1
                j next
            free:
                s32i a3, a6, 0
                s32i a2, a6, 8
                addi a2, a3, 3
                retw
            none:
                movi a2, -1
                retw
            loop: j loop
            start:
                l32r a2, ps
                wsr.ps a2
                rsync
            """;

    private final List<String> remarks = new ArrayList<>();

    private Machine machine(String program) {
        Assembler assembler = new Assembler(PROGRAM).source(EVENTFD + program + "\nj loop\n");
        byte[] code = assembler.assemble();
        Map<String, Integer> symbols = new TreeMap<>(Map.of("s_eventfd_vfs_id", VARIABLES, "s_event_size", VARIABLES + 4,
                "s_events", VARIABLES + 8));
        for (String function : List.of("esp_vfs_eventfd_register", "eventfd")) {
            symbols.put(function, assembler.address(function));
        }
        byte[] flash = Samples.hello().contents();
        FlashImage image = FlashImage.builder().part(0x1000, ByteView.of("hello", flash).slice(0x1000, 0x4000))
                .elf(SymbolFile.of(symbols)).build();
        Machine machine = Machine.of(image, Board.WROVER, MachineOptions.DEFAULT);
        machine.memory().write(PROGRAM, code);
        machine.memory().write32(VARIABLES, NONE);
        machine.memory().write32(VARIABLES + 8, EVENTS);
        for (int i = 0; i < 8; i++) {
            machine.memory().write32(EVENTS + 32 * i, NONE);
        }
        machine.memory().write32(STACK, 2);
        machine.memory().write32(STACK - 12, STACK + 64);
        machine.core(0).a(0, 0);
        machine.core(0).a(1, STACK);
        machine.core(0).pc(assembler.address("start"));
        return machine;
    }

    private DescriptorWatch watch(String program, OptionalInt limit) {
        Machine machine = machine(program);
        DescriptorWatch watch = DescriptorWatch.of(new FunctionProbes(machine), limit, remarks::add).orElseThrow();
        machine.run(Duration.ofMillis(1));
        return watch;
    }

    private static String ask(int counter) {
        return "movi a10, " + counter + "\nmovi a11, 0\ncall8 eventfd\n";
    }

    private static final String REGISTER = "mov.n a10, a1\ncall8 esp_vfs_eventfd_register\n";

    @Test
    void whoDoesNotRegisterIsTold() {
        DescriptorWatch watch = watch(ask(0), OptionalInt.empty());
        assertFalse(watch.registered());
        assertEquals(1, remarks.size());
        assertTrue(remarks.getFirst().matches("eventfd: eventfd\\(\\) failed in 0x4008[0-9a-f]{4}: esp_vfs_eventfd_register has not been "
                + "called"), remarks.getFirst());
    }

    @Test
    void aFullTableIsShown() {
        DescriptorWatch watch = watch(REGISTER + ask(7) + ask(0) + ask(0), OptionalInt.empty());
        assertTrue(watch.registered());
        assertEquals(2, watch.maxFds());
        assertEquals(List.of(7L, 0L), watch.eventFds().stream().map(EventFd::counter).toList());
        assertEquals(3, remarks.size());
        assertTrue(remarks.getFirst().endsWith(": all 2 are in use; give esp_vfs_eventfd_register a larger max_fds"), remarks.getFirst());
        assertTrue(remarks.get(1).startsWith("eventfd:   eventfd 0 of somebody, counter 7, made in 0x4008"), remarks.get(1));
    }

    @Test
    void aLimitMakesItHappen() {
        assertEquals(1, watch(REGISTER + ask(0) + ask(0), OptionalInt.of(1)).maxFds());
        assertTrue(remarks.getFirst().contains("all 1 are in use"), remarks.getFirst());
    }

    @Test
    void enoughIsEnough() {
        watch(REGISTER + ask(0) + ask(0), OptionalInt.of(5));
        assertEquals(List.of(), remarks);
    }

    @Test
    void aFirmwareWithoutEventfdsCannotBeLimited() {
        Machine machine = Machine.of(Samples.hello(), Board.WROVER, MachineOptions.DEFAULT);
        assertEquals("the firmware has no eventfds that are known (no function esp_vfs_eventfd_register in its ELF file)",
                assertThrows(IllegalArgumentException.class,
                        () -> DescriptorWatch.of(new FunctionProbes(machine), OptionalInt.of(1), remarks::add)).getMessage());
    }

    /** Of ESP-IDF, the console's three streams. */
    @Test
    void openFilesOfRealFirmwareAreCounted() {
        FlashImage image = Stream.of(System.getProperty("crema.corpus"), System.getenv("CREMA_CORPUS")).filter(Objects::nonNull)
                .findFirst().map(folder -> Path.of(folder, "pe/tests/fixtures/hello_world_esp32/build"))
                .filter(Files::isDirectory).map(FlashImage::read)
                .orElseGet(() -> abort("no folder with real images: name one with -Dcrema.corpus=DIR or CREMA_CORPUS"));
        Machine machine = Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT);
        DescriptorWatch watch = DescriptorWatch.of(new FunctionProbes(machine), OptionalInt.empty(), remarks::add).orElseThrow();
        machine.run(Duration.ofSeconds(1));
        assertEquals(Optional.of(3), watch.openFiles());
        assertEquals(List.of(), remarks);
    }
}
