package dev.crema.net.iroh;

import dev.crema.net.iroh.DialException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tech.kwik.core.QuicStream;

/** The protocol "echo/0": the client writes bytes on a stream and ends it, the server writes the same bytes back and ends it. */
public final class Echo {
    /** Its name in TLS. */
    public static final String ALPN = "echo/0";

    private static final int BUFFER = 16 * 1024;
    /** How long the last bytes may still be on their way to the network when all have come back. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Connection connection;
    private final AtomicLong received = new AtomicLong();

    private Echo(Connection connection) {
        this.connection = connection;
    }

    /** The server's side. */
    public static Protocol protocol() {
        return new Protocol(ALPN, stream -> {
            stream.in().transferTo(stream.out());
            stream.out().close();
        });
    }

    /**
     * Sends all of a source and compares what comes back, without keeping either.
     *
     * @param patience how long nothing may come back
     * @throws IOException the source cannot be read
     */
    public static EchoReport run(Connection connection, InputStream source, Duration patience) throws DialException, IOException {
        return new Echo(connection).run(source, patience);
    }

    private record Content(long bytes, byte[] digest) {
    }

    private EchoReport run(InputStream source, Duration patience) throws DialException, IOException {
        QuicStream stream = connection.openStream();
        long start = System.nanoTime();
        CompletableFuture<Content> sending = start("echo out", () -> copy(source, stream.getOutputStream()));
        sending.whenComplete((content, failure) -> {
            if (failure instanceof SourceException) {
                abandon(stream);
            }
        });
        CompletableFuture<Content> receiving = start("echo in", () -> digest(stream.getInputStream()));
        Content back = await(receiving, sending, stream, patience);
        Duration roundTrip = Duration.ofNanos(System.nanoTime() - start);
        Content sent = sent(sending, stream, back.bytes());
        if (sent.bytes() != back.bytes() || !Arrays.equals(sent.digest(), back.digest())) {
            throw new DialException(Reason.ECHO_DIFFERS, "The endpoint sent back " + back.bytes() + " bytes that differ from the "
                    + sent.bytes() + " that it got.");
        }
        return new EchoReport(back.bytes(), roundTrip);
    }

    /** What was sent: all of it, unless the endpoint ended the stream before it had read everything. */
    private static Content sent(CompletableFuture<Content> sending, QuicStream stream, long back) throws DialException {
        try {
            return sending.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException unfinished) {
            stream.resetStream(0);
            throw new DialException(Reason.ECHO_DIFFERS, "The endpoint ended the echo after " + back + " bytes, before all were sent.");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DialException(Reason.LOST, "Interrupted.");
        }
    }

    private Content await(CompletableFuture<Content> receiving, CompletableFuture<Content> sending, QuicStream stream, Duration patience)
            throws DialException, IOException {
        try {
            for (long before = -1; ; before = received.get()) {
                try {
                    return receiving.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException waiting) {
                    if (received.get() == before || received.get() == 0) {
                        abandon(stream);
                        throw new DialException(Reason.TIMEOUT, "The endpoint sent nothing back for " + patience.toMillis() / 1000.0
                                + " s, after " + received.get() + " bytes.");
                    }
                }
            }
        } catch (ExecutionException failed) {
            abandon(stream);
            if (sending.state() == Future.State.FAILED && sending.exceptionNow() instanceof SourceException unreadable) {
                throw unreadable.failure;
            }
            throw connection.failure((IOException) failed.getCause());
        } catch (InterruptedException interrupted) {
            abandon(stream);
            Thread.currentThread().interrupt();
            throw new DialException(Reason.LOST, "Interrupted.");
        }
    }

    /** Neither side goes on with a stream. */
    static void abandon(QuicStream stream) {
        stream.abortReading(0);
        stream.resetStream(0);
    }

    private interface Work {
        Content run() throws IOException;
    }

    private static CompletableFuture<Content> start(String name, Work work) {
        CompletableFuture<Content> result = new CompletableFuture<>();
        Thread.ofVirtual().name(name).start(() -> {
            try {
                result.complete(work.run());
            } catch (IOException | RuntimeException failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    /** The source, not the endpoint, is at fault. */
    private static final class SourceException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final IOException failure;

        SourceException(IOException failure) {
            this.failure = failure;
        }
    }

    private static Content copy(InputStream source, OutputStream out) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        for (int length = read(source, buffer); length >= 0; length = read(source, buffer)) {
            out.write(buffer, 0, length);
            digest.update(buffer, 0, length);
            total += length;
        }
        out.close();
        return new Content(total, digest.digest());
    }

    private static int read(InputStream source, byte[] buffer) {
        try {
            return source.read(buffer);
        } catch (IOException unreadable) {
            throw new SourceException(unreadable);
        }
    }

    private Content digest(InputStream in) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            digest.update(buffer, 0, length);
            received.addAndGet(length);
        }
        return new Content(received.get(), digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
