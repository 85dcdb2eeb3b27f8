package dev.crema.emulator.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.corpus.Corpus.Rom;
import dev.crema.emulator.device.RadioMedium;
import dev.crema.emulator.machine.Engine;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.Snapshot;
import dev.crema.firmware.FlashImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A machine restored from a snapshot of real firmware, at any point, does what the one does that went on. */
final class SnapshotTest {
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofMillis(300);
    private static final Duration ANY = Duration.ofSeconds(1);

    /** What is found out again, is not of the guest, or belongs to whoever watches. */
    private static final Set<String> DERIVED = Set.of(
            // Decoded and translated code.
            "Core.blocks", "Core.builder", "Core.current", "Core.translator", "Core.translatedInstructions", "AddressSpace.code",
            "Memory.fetchGeneration", "Esp32.code", "Dma.code", "Machine.translation",
            // Where in the frames a page of memory is; what is in it the hash of memory tells.
            "Memory.backing", "Memory.bytes", "Memory.loadMap", "Memory.storeMap", "Memory.fetchMap",
            "WatchedMap.map", "WatchedMap.trueEntry",
            "Backing.words", "Backing.bytes", "Backing.frameOf", "Backing.pageOf", "Backing.changed", "Backing.used", "Backing.frozen",
            // Set when a core is given its turn.
            "Core.lookAt", "Core.turnEnd", "Core.polled", "Core.jumped", "Core.index", "Core.fault", "AddressSpace.fault",
            "Scheduler.roundEnd", "Scheduler.interrupted",
            // What a block of the cipher or hash was computed with; a transaction that is over.
            "AesAccelerator.cipher", "AesAccelerator.cipherStale", "AesAccelerator.block", "Key.cipher", "ShaAccelerator.words",
            "ShaAccelerator.longWords", "SpiUser.transaction", "WifiTransmitter.fetched",
            // The host's.
            "Machine.runner", "Machine.pacer", "Machine.stopped", "Console.listeners", "JavaRom.bindings");

    private static final int DATA_RAM = 0x3FFB0000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"SAMPLE", "ESPRUINO"})
    void goesOnAsIfNothingWere(Firmware firmware) {
        follow(firmware, 2);
    }

    @Tag("nightly")
    @ParameterizedTest
    @EnumSource
    void goesOnAsIfNothingWereAtTwoHundredPoints(Firmware firmware) {
        follow(firmware, 200 / Firmware.values().length);
    }

    /** Follows one run, and at random points of it for a while another with another engine. */
    private void follow(Firmware firmware, int points) {
        FlashImage image = firmware.image();
        SplittableRandom random = new SplittableRandom(firmware.ordinal());
        Machine going = machine(image, Engine.AUTO);
        for (int point = 0; point < points; point++) {
            going.run(Duration.ofNanos(random.nextLong(BETWEEN.toNanos())));
            String where = "from " + going.now() + " on";
            Path file = folder.resolve("snapshot");
            going.snapshot().write(file);
            Machine restored = machine(image, point % 2 == 0 ? Engine.INTERP : Engine.AUTO);
            restored.restore(Snapshot.read(file));
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            ByteArrayOutputStream shown = new ByteArrayOutputStream();
            going.console().onOutput(expected::write);
            restored.console().onOutput(shown::write);
            restored.run(AFTERWARDS);
            going.run(AFTERWARDS);
            assertEquals(expected.toString(StandardCharsets.UTF_8), shown.toString(StandardCharsets.UTF_8), where);
            assertEquals(going.snapshot(), restored.snapshot(), where);
        }
    }

    @Test
    void forksGoOnAsIfNothingWere() throws IllegalAccessException {
        fork(Firmware.SAMPLE);
    }

    @Tag("nightly")
    @ParameterizedTest
    @EnumSource(names = {"CORE_DUMP", "MICROPYTHON", "LOBO", "ESPRUINO"})
    void forksOfAllKindsGoOnAsIfNothingWere(Firmware firmware) throws IllegalAccessException {
        fork(firmware);
    }

    /** Forks go their own ways: what one does to memory, external memory or flash, no other one sees. */
    private static void fork(Firmware firmware) throws IllegalAccessException {
        FlashImage image = firmware.image();
        SplittableRandom random = new SplittableRandom(firmware.ordinal());
        Machine going = machine(image, Engine.AUTO);
        for (int point = 0; point < 2; point++) {
            going.run(Duration.ofNanos(random.nextLong(BETWEEN.toNanos())));
            Machine fork = going.fork(RadioMedium.EMPTY);
            Machine second = going.fork(RadioMedium.EMPTY);
            assertEquals(List.of(), ObjectGraphs.differences(fork, second, DERIVED));
            second.memory().write32(DATA_RAM, 0xdeadbeef);
            fork.run(AFTERWARDS);
            Machine late = fork.fork(RadioMedium.EMPTY);
            going.run(AFTERWARDS);
            assertEquals(going.snapshot(), fork.snapshot());
            going.run(AFTERWARDS);
            fork.run(AFTERWARDS);
            late.run(AFTERWARDS);
            assertEquals(going.snapshot(), fork.snapshot());
            assertEquals(going.snapshot(), late.snapshot());
        }
    }

    /** A field that is not the same afterwards is either forgotten, or derived and to be declared so. */
    @ParameterizedTest
    @EnumSource(names = {"SAMPLE", "ESPRUINO"})
    void nothingIsForgotten(Firmware firmware) throws IllegalAccessException {
        FlashImage image = firmware.image();
        Machine original = machine(image, Engine.INTERP);
        original.run(Duration.ofNanos(new SplittableRandom(firmware.ordinal()).nextLong(ANY.toNanos())));
        Machine restored = machine(image, Engine.INTERP);
        assertNotEquals(List.of(), ObjectGraphs.differences(original, restored, DERIVED));
        restored.restore(original.snapshot());
        assertEquals(List.of(), ObjectGraphs.differences(original, restored, DERIVED));
        assertEquals(original.memoryHash(), restored.memoryHash());
        assertEquals(List.of(), ObjectGraphs.differences(original, original.fork(RadioMedium.EMPTY), DERIVED));
    }

    private static Machine machine(FlashImage image, Engine engine) {
        return Machine.of(image, Board.WROVER.withFlashSize(image.size()),
                MachineOptions.DEFAULT.withEngine(engine).withRom(Rom.REAL.dump().orElseThrow()));
    }
}
