package dev.crema.net.usernet.tcp;

import dev.crema.net.usernet.packet.TcpSegment;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** One end of a connection with an application that sends some bytes, then no more, and keeps what it gets. */
public final class TestEnd implements TcpConnection.Handler {
    private final Consumer<TcpSegment> cable;
    private final byte[] data;
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    /** What it has sent. */
    public final List<TcpSegment> sent = new ArrayList<>();
    TcpConnection connection;
    boolean slow;
    boolean finished;
    boolean forgotten;
    String ended = "";
    private int offered;
    private int unconsumed;

    TestEnd(byte[] data, Consumer<TcpSegment> cable) {
        this.data = data;
        this.cable = cable;
    }

    byte[] got() {
        return got.toByteArray();
    }

    /** The application takes what has come. */
    void consume() {
        connection.consumed(unconsumed);
        unconsumed = 0;
    }

    @Override
    public void transmit(TcpSegment segment) {
        sent.add(segment);
        cable.accept(segment);
    }

    @Override
    public void established() {
        offer();
    }

    private void offer() {
        int count = Math.min(connection.room(), data.length - offered);
        if (count > 0) {
            connection.send(Arrays.copyOfRange(data, offered, offered + count));
            offered += count;
            if (offered == data.length) {
                connection.finish();
            }
        }
    }

    @Override
    public void received(byte[] bytes) {
        got.writeBytes(bytes);
        unconsumed += bytes.length;
        if (!slow) {
            consume();
        }
    }

    @Override
    public void finished() {
        finished = true;
    }

    @Override
    public void writable() {
        offer();
    }

    @Override
    public void ended(boolean clean) {
        ended += clean ? "clean" : "broken";
    }

    @Override
    public void forgotten() {
        forgotten = true;
    }
}
