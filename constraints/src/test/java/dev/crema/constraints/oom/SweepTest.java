package dev.crema.constraints.oom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.SnapshotException;
import dev.crema.emulator.machine.Template;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import dev.crema.net.air.AirSettings;
import dev.crema.net.air.WifiNetwork;
import dev.crema.net.air.frame.Ssid;
import dev.crema.net.iroh.Echo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every allocation of a connection with the endpoint sample fails; planted bugs are found. */
final class SweepTest {
    private static final Scene.Marks CONNECTION = new Scene.Marks("endpoint: ready", "closed by peer");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Stage ACCELERATED = stage(Samples.acceleratedEndpoint());

    private static Scene scene;

    private static Stage stage(FlashImage image) {
        Board board = Board.WROVER.withFlashSize(image.size());
        return new Stage(Template.of(image, board, MachineOptions.DEFAULT), ram -> AirSettings.of(0,
                List.of(new WifiNetwork(Ssid.of("crema"), Optional.of("ristretto"), WifiNetwork.DEFAULT_CHANNEL))));
    }

    private static Scene record(Stage stage) throws Exception {
        SceneRecorder.Call call = new SceneRecorder.Call(Echo.ALPN, 3_000, LIMIT);
        return new SceneRecorder(stage, call, LIMIT, Duration.ofMillis(500), character -> { }).record(CONNECTION);
    }

    @BeforeAll
    static void record() throws Exception {
        scene = record(ACCELERATED);
    }

    private static Sweep sweep(Path folder) {
        return new Sweep(scene, ACCELERATED, new SweepFolder(folder), LIMIT);
    }

    private static int most(int done, AtomicInteger greatest) {
        return greatest.accumulateAndGet(done, Math::max);
    }

    @Test
    void everyAllocationOfAConnectionIsHandledAndEachRunComesAgain(@TempDir Path folder) throws IOException {
        Sweep sweep = sweep(folder);
        assertTrue(sweep.isExact());
        AtomicInteger done = new AtomicInteger();
        assertTrue(sweep.run(2, (present, all) -> most(present, done)));
        assertEquals(sweep.allocations(), done.get());
        assertTrue(sweep.allocations() > 15, sweep.allocations() + " allocations");
        String table = String.join("\n", sweep.table("endpoint", "crema oom --replay"));
        assertFalse(sweep.hasDefects(), table);
        assertTrue(table.contains("allocations, " + sweep.allocations() + " of them failed once"), table);
        assertTrue(table.contains("are a recording: whoever sent them does not react"), table);
        assertTrue(table.contains("connection_new"), table);
        for (long number = 1; number <= sweep.allocations(); number++) {
            assertEquals(Optional.of(true), sweep.replay(number, character -> { }).same(), "allocation " + number);
        }
        assertThrows(SweepException.class, () -> sweep.replay(sweep.allocations() + 1L, character -> { }));
        List<Path> reports = sweep.write("endpoint <1>", "crema oom --replay");
        String html = Files.readString(reports.getLast());
        assertTrue(html.contains("endpoint &lt;1&gt;") && html.contains("<svg") && !html.contains("http"), html);
        assertTrue(Files.readString(reports.getFirst()).contains("\"allocation\": " + sweep.allocations()));
    }

    @Test
    void anInterruptedSweepGoesOn(@TempDir Path folder) {
        SweepFolder kept = new SweepFolder(folder);
        kept.keep(scene);
        Sweep first = new Sweep(scene, ACCELERATED, kept, LIMIT);
        assertFalse(first.run(1, (present, all) -> {
            if (present == 3) {
                first.interrupt();
            }
        }));
        Scene again = kept.scene().orElseThrow();
        assertEquals(CONNECTION, again.marks());
        Sweep second = new Sweep(again, ACCELERATED, kept, LIMIT);
        int before = second.done();
        assertTrue(before >= 3 && before < second.allocations(), before + " done");
        AtomicInteger runs = new AtomicInteger();
        assertTrue(second.run(2, (present, all) -> runs.incrementAndGet()));
        assertEquals(second.allocations() - before, runs.get());
    }

    @Test
    void anotherImageIsRefused() {
        String refusal = assertThrows(SnapshotException.class,
                () -> new Sweep(scene, stage(Samples.endpoint()), new SweepFolder(Path.of("unused")), LIMIT)).getMessage();
        assertTrue(refusal.contains("image"), refusal);
    }

    @Test
    void aDamagedFolderIsRefused(@TempDir Path folder) throws IOException {
        SweepFolder kept = new SweepFolder(folder);
        kept.keep(scene);
        Path file = folder.resolve("scene.bin");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertTrue(assertThrows(SweepException.class, kept::scene).getMessage().contains("begin again with --again"));
    }

    private static String table(FlashImage image, Path folder) throws Exception {
        Stage stage = stage(image);
        Sweep sweep = new Sweep(record(stage), stage, new SweepFolder(folder), LIMIT);
        assertTrue(sweep.run(2, (present, all) -> { }));
        assertTrue(sweep.hasDefects());
        return String.join("\n", sweep.table("planted", "crema oom --replay"));
    }

    @Test
    void anUncheckedAllocationIsFound(@TempDir Path folder) throws Exception {
        FlashImage image = SampleBuild.endpointWith(folder, "quic/send.c", """
                    if (!sent) {
                        return false;
                    }
                """, "");
        String table = table(image, folder);
        assertTrue(table.lines().anyMatch(line -> line.matches(
                "panic +\\d+ +72  write_packet at send.c:326 .*exception 29 at 0x.*")), table);
    }

    @Test
    void aLeakOnAnErrorPathIsFound(@TempDir Path folder) throws Exception {
        FlashImage image = SampleBuild.endpointWith(folder, "quic/connection.c", """
                    if (!connection->handshake) {
                        heap_free(connection);
                """, """
                    if (!connection->handshake) {
                """);
        String table = table(image, folder);
        assertTrue(table.lines().anyMatch(line -> line.matches(
                "leak +1 +\\d+  connection_new at connection.c:34 .*bytes in 1 block of connection_new at connection.c:30 not .*")),
                table);
    }
}
