package dev.crema.net.usernet.tcp;

/** Bytes on their way to the guest, from the first that it has not acknowledged on; a ring. */
final class SendBuffer {
    private final byte[] ring;
    private int start;
    private int length;

    SendBuffer(int capacity) {
        ring = new byte[capacity];
    }

    int length() {
        return length;
    }

    int room() {
        return ring.length - length;
    }

    /** Adds bytes at the end; there is room for them. */
    void append(byte[] bytes) {
        int end = (start + length) % ring.length;
        int first = Math.min(bytes.length, ring.length - end);
        System.arraycopy(bytes, 0, ring, end, first);
        System.arraycopy(bytes, first, ring, 0, bytes.length - first);
        length += bytes.length;
    }

    /** Some of the bytes, which stay. */
    byte[] copy(int offset, int count) {
        byte[] bytes = new byte[count];
        int from = (start + offset) % ring.length;
        int first = Math.min(count, ring.length - from);
        System.arraycopy(ring, from, bytes, 0, first);
        System.arraycopy(ring, 0, bytes, first, count - first);
        return bytes;
    }

    /** Removes bytes from the front. */
    void discard(int count) {
        start = (start + count) % ring.length;
        length -= count;
    }
}
