package dev.crema.constraints.oom;

import dev.crema.emulator.machine.Snapshot;
import dev.crema.emulator.state.State;
import dev.crema.emulator.state.StateException;
import dev.crema.emulator.state.StateReader;
import dev.crema.emulator.state.StateWriter;
import dev.crema.emulator.state.Stateful;
import dev.crema.firmware.FirmwareFiles;
import dev.crema.net.ethernet.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Where a sweep is kept: the scene, from which every run can be made again; what has been found so far, so that an interrupted
 * sweep
 * can go on; and the reports. Each file is written as a whole or not at all.
 */
public final class SweepFolder {
    private static final String SNAPSHOT = "scene.snapshot";
    private static final String SCENE = "scene.bin";
    private static final String FINDINGS = "findings.bin";

    private final Path folder;

    /** A folder, which is made when something is put into it. */
    public SweepFolder(Path folder) {
        this.folder = folder;
    }

    /** The folder. */
    public Path path() {
        return folder;
    }

    // ---- the scene -----------------------------------------------------------------------------------------------------

    /**
     * The scene that is kept here, if there is one.
     *
     * @throws SweepException if it is damaged
     */
    public Optional<Scene> scene() {
        if (!Files.exists(folder.resolve(SCENE))) {
            return Optional.empty();
        }
        SceneFile file = new SceneFile();
        read(SCENE, file);
        return Optional.of(new Scene(file.marks, Snapshot.read(folder.resolve(SNAPSHOT)), file.peer, file.recorded));
    }

    /** Keeps a scene, in place of what was here. */
    public void keep(Scene scene) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(SCENE));
            Files.deleteIfExists(folder.resolve(FINDINGS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        scene.start().write(folder.resolve(SNAPSHOT));
        SceneFile file = new SceneFile();
        file.marks = scene.marks();
        file.peer = scene.peer();
        file.recorded = scene.recorded();
        write(SCENE, file);
    }

    private static final class SceneFile implements Stateful {
        private Scene.Marks marks = new Scene.Marks("", "");
        private Recording peer = Recording.SILENCE;
        private Scene.Recorded recorded = new Scene.Recorded(0, 0, 0, Result.BLANK.print());

        @Override
        public void state(State state) {
            state.section("scene of a sweep, 1");
            marks = new Scene.Marks(Result.text(state, marks.from()), Result.text(state, marks.until()));
            peer = Recording.of(state.array(peer.toBytes()));
            recorded = new Scene.Recorded(state.value(recorded.startTick()), state.value(recorded.untilTick()),
                    state.value(recorded.endTick()), Result.visit(state, recorded.print()));
        }
    }

    // ---- findings ------------------------------------------------------------------------------------------------------

    /**
     * What has been found so far, in no order.
     *
     * @throws SweepException if it is damaged
     */
    List<Result> findings() {
        Findings file = new Findings(new ArrayList<>());
        if (Files.exists(folder.resolve(FINDINGS))) {
            read(FINDINGS, file);
        }
        return file.list;
    }

    /** Keeps what has been found. */
    void keep(List<Result> findings) {
        write(FINDINGS, new Findings(findings));
    }

    private record Findings(List<Result> list) implements Stateful {
        @Override
        public void state(State state) {
            state.section("findings of a sweep, 1");
            state.each(list, Result.BLANK, each -> Result.visit(state, each));
        }
    }

    // ---- reports -------------------------------------------------------------------------------------------------------

    /** Writes a report, and returns where it is. */
    Path report(String name, String text) {
        Path file = folder.resolve(name);
        FirmwareFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
        return file;
    }

    // ---- files with a checksum at their end ----------------------------------------------------------------------------

    private void write(String name, Stateful contents) {
        byte[] state = StateWriter.save(contents);
        FirmwareFiles.write(folder.resolve(name),
                ByteBuffer.allocate(state.length + Integer.BYTES).put(state).putInt(checksum(state)).array());
    }

    private void read(String name, Stateful contents) {
        Path file = folder.resolve(name);
        try {
            byte[] bytes = Files.readAllBytes(file);
            byte[] state = Arrays.copyOf(bytes, Math.max(0, bytes.length - Integer.BYTES));
            if (bytes.length < Integer.BYTES || ByteBuffer.wrap(bytes).getInt(state.length) != checksum(state)) {
                throw new StateException("its checksum is not that of its " + bytes.length + " bytes");
            }
            StateReader.restore(state, contents);
        } catch (StateException e) {
            throw new SweepException("%s is damaged or of another version of Crema (%s): remove the folder, or begin again "
                    + "with --again.",
                    file, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes);
        return (int) checksum.getValue();
    }
}
