package dev.crema.net.usernet.tcp;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map.Entry;
import java.util.TreeMap;

/** What has come from the guest out of order. Offsets count from the beginning of the stream. */
final class ReassemblyQueue {
    /** Pieces may overlap, so that they fit into the window does not bound them. */
    private static final int MOST_BYTES = 2 * TcpConnection.WINDOW;

    private static final byte[] NOTHING = {};

    private final TreeMap<Long, byte[]> early = new TreeMap<>();
    private long next;
    private int held;

    /** How many bytes have come in order. */
    long next() {
        return next;
    }

    /** Takes bytes of the stream; returns what is in order now and was not before. */
    byte[] add(long offset, byte[] bytes) {
        if (offset > next) {
            keep(offset, bytes);
            return NOTHING;
        }
        if (early.isEmpty() && offset == next) {
            next += bytes.length;
            return bytes;
        }
        ByteArrayOutputStream ready = new ByteArrayOutputStream();
        take(offset, bytes, ready);
        while (!early.isEmpty() && early.firstKey() <= next) {
            Entry<Long, byte[]> piece = early.pollFirstEntry();
            held -= piece.getValue().length;
            take(piece.getKey(), piece.getValue(), ready);
        }
        return ready.toByteArray();
    }

    private void keep(long offset, byte[] bytes) {
        byte[] same = early.getOrDefault(offset, NOTHING);
        int more = bytes.length - same.length;
        if (more > 0 && held + more <= MOST_BYTES) {
            early.put(offset, bytes);
            held += more;
        }
    }

    private void take(long offset, byte[] bytes, ByteArrayOutputStream ready) {
        int known = (int) Math.min(next - offset, bytes.length);
        ready.writeBytes(Arrays.copyOfRange(bytes, known, bytes.length));
        next += bytes.length - known;
    }
}
