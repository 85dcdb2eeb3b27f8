package dev.crema.net.ethernet;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The cable to another process: its frames come and go on threads of its own, so nobody waits for a slow one. */
final class Link implements EthernetPort {
    /** Frames that may wait; more are lost, as at the port of a switch. */
    private static final int MOST_WAITING = 1_024;

    private final FrameStream stream;
    private final BlockingQueue<byte[]> outgoing = new ArrayBlockingQueue<>(MOST_WAITING);

    Link(FrameStream stream) {
        this.stream = stream;
    }

    @Override
    public void send(byte[] frame) {
        outgoing.offer(frame);
    }

    /** Carries frames until one of the ends closes. */
    void run(EthernetPort incoming) {
        Thread writer = Thread.ofVirtual().name("crema-link").start(this::write);
        for (Optional<byte[]> frame = stream.read(); frame.isPresent(); frame = stream.read()) {
            incoming.send(frame.get());
        }
        writer.interrupt();
        close();
    }

    private void write() {
        try {
            while (true) {
                stream.write(outgoing.take());
            }
        } catch (IOException | InterruptedException over) {
            close();
        }
    }

    /** Ends {@link #run}. */
    void close() {
        try {
            stream.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
    }
}
