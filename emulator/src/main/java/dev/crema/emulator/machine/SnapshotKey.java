package dev.crema.emulator.machine;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.state.StateWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What a machine must have in common with the one that a snapshot was taken of: then, and only then, the snapshot is the state of
 * the one as of the other. How fast it runs and by which engine makes no difference to the guest, so none here either.
 */
final class SnapshotKey implements Stateful {
    private byte[] image;
    private byte[] rom;
    private byte[] board;
    private byte[] air;
    private long seed;

    /** A key to be restored. */
    SnapshotKey() {
        this(new byte[0], new byte[0], new byte[0], new byte[0], 0);
    }

    private SnapshotKey(byte[] image, byte[] rom, byte[] board, byte[] air, long seed) {
        this.image = image;
        this.rom = rom;
        this.board = board;
        this.air = air;
        this.seed = seed;
    }

    /**
     * The key of a machine.
     *
     * @param flash digest of what was in flash at power-on
     * @param rom digest of the mask ROM
     */
    static SnapshotKey of(byte[] flash, byte[] rom, Board board, MachineOptions options) {
        return new SnapshotKey(flash, rom, text(board.toString()), text(options.air().configuration()), options.seed());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A digest of some bytes. */
    static byte[] digest(ByteBuffer... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (ByteBuffer part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Checks that a snapshot with another key is one of this machine. */
    void accept(SnapshotKey other) {
        same(image, other.image, "another image: give the image it was taken of");
        same(board, other.board, "another board: give the options for the board that it was taken with, which was "
                + readable(other.board));
        same(rom, other.rom, "a machine with another mask ROM: give the one that it was taken with");
        same(air, other.air, "a machine with other networks around it: give the options for WiFi that it was taken with, "
                + "which were " + readable(other.air));
        if (seed != other.seed) {
            throw new SnapshotException("The snapshot is of a machine with seed %d, not %d: give that one.", other.seed, seed);
        }
    }

    private static void same(byte[] mine, byte[] others, String what) {
        if (!Arrays.equals(mine, others)) {
            throw new SnapshotException("The snapshot is of %s.", what);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SnapshotKey key && Arrays.equals(StateWriter.save(this), StateWriter.save(key));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(image);
    }

    /** A text of a file, which may hold anything. */
    private static String readable(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).replaceAll("[^\\x20-\\x7e]", "?");
    }

    @Override
    public void state(State state) {
        image = state.array(image);
        rom = state.array(rom);
        board = state.array(board);
        air = state.array(air);
        seed = state.value(seed);
    }
}
