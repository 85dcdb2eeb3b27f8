package dev.crema.net.ethernet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Frames over a connection, each behind its length in four bytes, the format of QEMU's {@code -netdev socket}. */
final class FrameStream implements Closeable {
    /** What QEMU takes at most; a greater length is a stream of something else. */
    private static final int MOST = 65_536 + 4_096;

    private final SocketChannel channel;
    private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

    FrameStream(SocketChannel channel) {
        this.channel = channel;
    }

    /** Waits for a frame; empty at the end, or if there is no sense in what comes. */
    Optional<byte[]> read() {
        try {
            return fill(length) ? readFrame(length.flip().getInt()) : Optional.empty();
        } catch (IOException closed) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> readFrame(int count) throws IOException {
        if (count < 0 || count > MOST) {
            return Optional.empty();
        }
        ByteBuffer frame = ByteBuffer.allocate(count);
        return fill(frame) ? Optional.of(frame.array()) : Optional.empty();
    }

    private boolean fill(ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Writes a frame; waits until it is on its way. Used on one thread. */
    void write(byte[] frame) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + frame.length).putInt(frame.length).put(frame).flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
