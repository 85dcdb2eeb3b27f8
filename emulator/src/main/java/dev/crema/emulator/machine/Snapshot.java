package dev.crema.emulator.machine;

import dev.crema.emulator.state.StateException;
import dev.crema.emulator.state.StateReader;
import dev.crema.emulator.state.StateWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Everything that a {@link Machine} is at a moment, so that one made alike can go on from there, as often as wanted and just as
 * the first one did. Immutable; equal are snapshots of machines that will do the same.
 *
 * <p>A file has 24 bytes of header (magic, version of the format, checksum of all that follows, length of the key, length of the
 * state; little-endian), the key, and the state, compressed. A new version of Crema may refuse the snapshots of an old one.
 */
public final class Snapshot {
    private static final byte[] MAGIC = "CremaSnp".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 2;
    private static final int HEADER = 24;
    private static final int CHECKSUM = 12;
    private static final int CHECKED = CHECKSUM + Integer.BYTES;
    /** The largest chip has 16 MiB of flash and 8 of PSRAM; the rest is far less than as much again. */
    private static final int MOST_STATE = 48 << 20;

    private final SnapshotKey key;
    private final byte[] state;

    Snapshot(SnapshotKey key, byte[] state) {
        this.key = key;
        this.state = state;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot snapshot && key.equals(snapshot.key) && Arrays.equals(state, snapshot.state);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(state);
    }

    SnapshotKey key() {
        return key;
    }

    byte[] state() {
        return state;
    }

    /**
     * Reads a file.
     *
     * @throws SnapshotException if it is not a snapshot of this version of Crema, or damaged
     * @throws UncheckedIOException if it cannot be read
     */
    public static Snapshot read(Path file) {
        try {
            return of(Files.readAllBytes(file), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Snapshot of(byte[] bytes, Path file) {
        if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new SnapshotException("%s is no snapshot of a machine: it does not begin with \"CremaSnp\".", file);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        int version = header.getInt();
        if (version != VERSION) {
            throw new SnapshotException("%s is a snapshot of format %d; this version of Crema has format %d: take it anew.", file,
                    version, VERSION);
        }
        boolean whole = header.getInt() == checksum(bytes);
        int keyLength = header.getInt();
        int stateLength = header.getInt();
        if (!whole || keyLength < 0 || keyLength > bytes.length - HEADER || stateLength < 0
                || stateLength > MOST_STATE) {
            throw new SnapshotException("%s is damaged: its %d bytes do not match its checksum; take the snapshot anew.", file,
                    bytes.length);
        }
        try {
            SnapshotKey key = new SnapshotKey();
            StateReader.restore(Arrays.copyOfRange(bytes, HEADER, HEADER + keyLength), key);
            return new Snapshot(key, inflate(bytes, HEADER + keyLength, stateLength));
        } catch (StateException | DataFormatException e) {
            throw new SnapshotException("%s is damaged: %s; take the snapshot anew.", file, e.getMessage());
        }
    }

    private static byte[] inflate(byte[] bytes, int from, int length) throws DataFormatException {
        byte[] state = new byte[length];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, from, bytes.length - from);
            int at = 0;
            int more = 1;
            while (at < length && more > 0) {
                more = inflater.inflate(state, at, length - at);
                at += more;
            }
            if (at < length) {
                throw new DataFormatException("of its " + length + " bytes only " + at + " are there");
            }
            return state;
        } finally {
            inflater.end();
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, CHECKED, bytes.length - CHECKED);
        return (int) checksum.getValue();
    }

    /**
     * Writes a file. It is there as a whole or not at all.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        byte[] keyBytes = StateWriter.save(key);
        byte[] compressed = deflate();
        byte[] bytes = ByteBuffer.allocate(HEADER + keyBytes.length + compressed.length).order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC).putInt(VERSION).position(CHECKED).putInt(keyBytes.length).putInt(state.length)
                .put(keyBytes).put(compressed).array();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(CHECKSUM, checksum(bytes));
        try {
            put(bytes, file.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] deflate() {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(state);
            deflater.finish();
            byte[] compressed = new byte[state.length + state.length / 1_000 + 64];
            int at = 0;
            while (!deflater.finished()) {
                at += deflater.deflate(compressed, at, compressed.length - at);
            }
            return Arrays.copyOf(compressed, at);
        } finally {
            deflater.end();
        }
    }

    private static void put(byte[] bytes, Path file) throws IOException {
        Path temporary = Files.createTempFile(file.getParent(), ".crema", ".snapshot");
        try {
            Files.write(temporary, bytes);
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
