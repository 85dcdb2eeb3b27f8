package dev.crema.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.device.RadioMedium;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no snapshots, or of something else: one sentence each, and nothing else happens. */
final class SnapshotFileTest {
    private static final FlashImage IMAGE = Samples.hello();
    private static final Board BOARD = Board.WROVER.withFlashSize(IMAGE.size());
    private static final MachineOptions OPTIONS = MachineOptions.DEFAULT.withEngine(Engine.INTERP);

    @TempDir
    private Path folder;
    private Snapshot snapshot;
    private Path file;

    @BeforeEach
    void save() {
        Machine machine = Machine.of(IMAGE, BOARD, OPTIONS);
        machine.run(Duration.ofMillis(100));
        snapshot = machine.snapshot();
        file = folder.resolve("snapshot");
        snapshot.write(file);
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        assertEquals(snapshot, Snapshot.read(file));
    }

    @Test
    void nothingElseIsLeftBehind() throws IOException {
        snapshot.write(file);
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aSnapshotOfAnotherMachineIsRefused() {
        assertRefused("another image", Machine.of(IMAGE.with(0x3000, new byte[] {1}), BOARD, OPTIONS));
        assertRefused("another board", Machine.of(IMAGE, BOARD.withPsramSize(0), OPTIONS));
        assertRefused("with seed 0, not 5", Machine.of(IMAGE, BOARD, OPTIONS.withSeed(5)));
        Machine alike = Machine.of(IMAGE, BOARD, OPTIONS.withEngine(Engine.JIT).withSpeed(Speed.REAL));
        alike.restore(snapshot);
        assertEquals(snapshot, alike.snapshot());
    }

    private void assertRefused(String why, Machine machine) {
        String message = assertThrows(SnapshotException.class, () -> machine.restore(snapshot)).getMessage();
        assertTrue(message.contains(why), message);
    }

    @Test
    void aMachineThatHasRunTakesNoSnapshot() {
        Machine used = Machine.of(IMAGE, BOARD, OPTIONS);
        used.run(Duration.ofMillis(1));
        assertThrows(IllegalStateException.class, () -> used.restore(snapshot));
        Machine fork = used.fork(RadioMedium.EMPTY);
        assertThrows(IllegalStateException.class, () -> fork.restore(snapshot));
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = random.nextBoolean() ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (damaged.length == whole.length) {
                damaged[random.nextInt(i < 100 ? 24 : whole.length)] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(file, damaged);
            String message = assertThrows(SnapshotException.class, () -> Snapshot.read(file)).getMessage();
            assertTrue(message.startsWith(file + " is "), message);
        }
    }

    /** With all checksums right, as somebody might make it: it is refused, or it is a machine that can run. */
    @Test
    void aForgedStateHurtsNobody() {
        SplittableRandom random = new SplittableRandom(2);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] state = snapshot.state().clone();
            for (int j = random.nextInt(20); j >= 0; j--) {
                // What is not memory lies at the end.
                state[state.length - 1 - random.nextInt(random.nextBoolean() ? 60_000 : state.length)] = (byte) random.nextInt();
            }
            Machine machine = Machine.of(IMAGE, BOARD, OPTIONS);
            try {
                machine.restore(new Snapshot(snapshot.key(), state));
            } catch (SnapshotException e) {
                refused++;
                continue;
            }
            machine.run(Duration.ofMillis(2));
        }
        assertTrue(refused > 0, "nothing was refused");
    }
}
