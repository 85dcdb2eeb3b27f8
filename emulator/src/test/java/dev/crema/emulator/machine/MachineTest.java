package dev.crema.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.device.ResetReason;
import dev.crema.emulator.xtensa.Assembler;
import dev.crema.emulator.xtensa.Memory;
import dev.crema.firmware.EspImage;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
    private static final int PROGRAM = 0x40080000;
    private static final int RTC_SLOW = 0x50000000;
    private static final int SRAM = 0x3FFB0000;
    private static final String LITERALS = """
            options0: .word 0x3ff48000
            system_reset: .word 0x80000000
            cpu_reset: .word 0x20
            sleep_en: .word 0x80000000
            deep: .word 0x80000000
            alarm_en: .word 0x10000
            wake_by_timer: .word 0x4000
            loop: j loop
            """;

    private final List<MachineEvent> events = new ArrayList<>();

    /** A board whose PRO CPU is about to execute a program at {@link #PROGRAM}. */
    private Machine machine(String program) {
        Machine machine = Machine.of(Samples.hello(), Board.WROVER, MachineOptions.DEFAULT);
        machine.onEvent(events::add);
        Assembler assembler = new Assembler(PROGRAM).source(LITERALS + "start:\n" + program + "\nj loop\n");
        machine.memory().write(PROGRAM, assembler.assemble());
        machine.memory().write32(RTC_SLOW, 0x1234);
        machine.memory().write32(SRAM, 0x5678);
        machine.core(0).pc(assembler.address("start"));
        return machine;
    }

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }

    @Test
    void aSoftwareResetKeepsAllMemory() {
        Machine machine = machine("""
                l32r a2, options0
                l32r a3, system_reset
                s32i a3, a2, 0
                """);
        machine.run(Duration.ofNanos(20_000));
        assertEquals(List.of(new MachineEvent.Reset(ResetReason.SW_RESET)), events);
        assertEquals(0x1234, machine.memory().read32(RTC_SLOW));
        assertEquals(0x5678, machine.memory().read32(SRAM));
        assertEquals(3, machine.core(0).memory().load32(0x3FF48034) & 0x3f);
    }

    @Test
    void aResetOfTheProCpuAloneIsTold() {
        Machine machine = machine("""
                l32r a2, options0
                l32r a3, cpu_reset
                s32i a3, a2, 0
                """);
        machine.run(Duration.ofNanos(20_000));
        assertEquals(List.of(new MachineEvent.Reset(ResetReason.SW_CPU_RESET)), events);
    }

    @Test
    void deepSleepEndsByTimerAndLosesInternalRamButNotRtcMemory() {
        Machine machine = machine("""
                l32r a2, options0
                movi a3, 1500
                s32i a3, a2, 4
                l32r a3, alarm_en
                s32i a3, a2, 8
                l32r a3, wake_by_timer
                s32i a3, a2, 0x38
                l32r a3, deep
                s32i a3, a2, 0x84
                l32r a3, sleep_en
                s32i a3, a2, 0x18
                """);
        machine.run(millis(1));
        assertEquals(List.of(new MachineEvent.DeepSleep()), events);
        assertEquals(0, machine.memory().read32(SRAM));
        machine.run(millis(20));
        assertEquals(new MachineEvent.Reset(ResetReason.DEEPSLEEP_RESET), events.get(1));
        assertEquals(0x1234, machine.memory().read32(RTC_SLOW));
        assertEquals(1 << 3, machine.core(0).memory().load32(0x3FF48038) & 0x7ff);
    }

    @Test
    void sleepThatNothingEndsStopsTheMachine() {
        Machine machine = machine("""
                l32r a2, options0
                l32r a3, deep
                s32i a3, a2, 0x84
                l32r a3, sleep_en
                s32i a3, a2, 0x18
                """);
        StopReason reason = machine.run(Duration.ofDays(1));
        assertInstanceOf(StopReason.AsleepForEver.class, reason);
        assertTrue(machine.now().compareTo(millis(1)) < 0);
    }

    @Test
    void anUnfedWatchdogBites() {
        Machine machine = machine("");
        machine.run(Duration.ofSeconds(2));
        assertInstanceOf(MachineEvent.Reset.class, events.getFirst());
    }

    @Test
    void stopsAtAnAddressBeforeItsInstruction() {
        Machine machine = machine("""
                movi a2, 7
                j target
                target: movi a2, 8
                """);
        int target = machine.core(0).pc() + 6;
        StopCondition condition = new StopCondition.Address(target);
        assertEquals(new StopReason.Met(condition), machine.run(millis(1), List.of(condition)));
        assertEquals(target, machine.core(0).pc());
        assertEquals(7, machine.core(0).a(2));
        assertEquals(new StopReason.TimeReached(), machine.run(millis(1)));
        assertEquals(8, machine.core(0).a(2));
    }

    @Test
    void stopsWhenAsked() {
        Machine machine = machine("");
        machine.stop();
        assertEquals(new StopReason.Requested(), machine.run(Duration.ofDays(1)));
        assertEquals(new StopReason.TimeReached(), machine.run(Duration.ofNanos(1_000)));
    }

    @Test
    void theEnButtonKeepsFlashOnly() {
        Machine machine = machine("");
        machine.reset();
        assertEquals(0, machine.memory().read32(RTC_SLOW));
        assertEquals(0, machine.memory().read32(SRAM));
        assertEquals(List.of(new MachineEvent.Reset(ResetReason.POWERON_RESET)), events);
    }

    @Test
    void theSampleRunsToItsEndTheSameEveryTime() {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Machine machine = Machine.of(Samples.hello(), Board.WROVER, MachineOptions.DEFAULT);
            ByteArrayOutputStream console = new ByteArrayOutputStream();
            machine.console().onOutput(console::write);
            StopCondition done = new StopCondition.ConsoleText("hello: done");
            assertEquals(new StopReason.Met(done), machine.run(Duration.ofSeconds(10), List.of(done)));
            assertTrue(machine.pins().output(2));
            assertFalse(machine.instructions() == 0);
            runs.add(machine.memoryHash() + machine.now() + console.toString(StandardCharsets.UTF_8));
        }
        assertEquals(runs.get(0), runs.get(1));
        assertNotEquals(0, runs.get(0).indexOf("malloc"));
    }

    /** Twenty frames of CALL8 do not fit into 64 registers: the first of them are spilled, and come back. */
    @Test
    void anApplicationMayGoOnWithTheStackItIsStartedOn() {
        EspImage application = Samples.hello().bootloader().orElseThrow();
        FlashImage image = FlashImage.builder().part(0x10000, application.bytes()).build();
        Machine machine = Machine.of(image, Board.WROVER, MachineOptions.DEFAULT);
        StopCondition started = new StopCondition.Address(application.entry());
        assertEquals(new StopReason.Met(started), machine.run(millis(500), List.of(started)));
        int stack = machine.core(0).a(1);
        int callers = machine.memory().read32(stack - 12);
        assertTrue(callers > stack && callers < 0x3FFE4000, "the stack pointer of the caller is saved below the frame");
        Assembler assembler = new Assembler(PROGRAM).source("""
                start: entry a1, 32
                movi a10, 20
                call8 deeper
                done: j done
                .align 4
                deeper: entry a1, 32
                beqz a2, bottom
                addi a10, a2, -1
                call8 deeper
                addi a2, a10, 1
                bottom: retw
                """);
        machine.memory().write(PROGRAM, assembler.assemble());
        machine.core(0).pc(PROGRAM);
        StopCondition done = new StopCondition.Address(assembler.address("done"));
        assertEquals(new StopReason.Met(done), machine.run(millis(1), List.of(done)));
        assertEquals(20, machine.core(0).a(10));
    }

    @Test
    void anImageThatIsTooLargeIsRefused() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> Machine.of(Samples.hello(), Board.WROVER.withFlashSize(1 << 20), MachineOptions.DEFAULT));
        assertTrue(refused.getMessage().contains("choose a board with more flash"));
    }

    /**
     * As ESP-IDF ends a stall of both caches: its interrupt watchdog interrupts both cores, each of which waits for the flag of the
     * other, goes on for some microseconds (of 40 cycles here) and takes its flag back.
     */
    @Test
    void coresThatADeviceInterruptsTogetherSeeFlagsOfMicroseconds() {
        Machine machine = Machine.of(Samples.hello(), Board.WROVER, MachineOptions.DEFAULT);
        Assembler assembler = new Assembler(PROGRAM).source("""
                flags: .word 0x3ffb0000
                level4: .word 0x1000000
                vectors: .word 0x40080400
                start:
                l32r a2, vectors
                wsr.vecbase a2
                l32r a2, level4
                wsr.intenable a2
                rsil a2, 0
                loop: j loop
                handler:
                rsr.prid a5
                extui a5, a5, 13, 1
                l32r a2, flags
                addx4 a3, a5, a2
                movi a4, 1
                s32i a4, a3, 0
                wait:
                l32i a6, a2, 0
                l32i a7, a2, 4
                and a6, a6, a7
                beqz a6, wait
                s32i a4, a3, 8
                rsr.ccount a6
                movi a7, 150
                delay:
                rsr.ccount a8
                sub a8, a8, a6
                bltu a8, a7, delay
                movi a4, 0
                wsr.intenable a4
                s32i a4, a3, 0
                rfi 4
                """);
        machine.memory().write(PROGRAM, assembler.assemble());
        int vectors = PROGRAM + 0x400;
        int jump = assembler.address("handler") - (vectors + 0x200 + 4);
        machine.memory().write32(vectors + 0x200, jump << 6 & 0xFFFFFF | 6);
        for (int i = 0; i < 16; i += 4) {
            machine.memory().write32(SRAM + i, 0);
        }
        Memory bus = machine.core(0).memory();
        machine.core(0).pc(assembler.address("start"));
        bus.store32(0x3FF00038, assembler.address("start"));
        bus.store32(0x3FF00030, 1);
        bus.store32(0x3FF0002C, 0);
        bus.store32(0x3FF00154, 24);
        bus.store32(0x3FF00268, 24);
        bus.store32(0x3FF60064, 0x50D83AA1);
        bus.store32(0x3FF6004C, 40_000 << 16);
        bus.store32(0x3FF60050, 20);
        bus.store32(0x3FF60048, 1 << 31 | 1 << 29 | 1 << 21);
        machine.run(millis(25));
        assertEquals(1, machine.memory().read32(SRAM + 8), "the PRO CPU saw the flag of the other");
        assertEquals(1, machine.memory().read32(SRAM + 12), "the APP CPU saw the flag of the other");
    }
}
