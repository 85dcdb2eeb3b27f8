package dev.crema.net.iroh;

import dev.crema.net.iroh.ticket.EndpointId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A protocol that a {@link Listener} serves.
 *
 * @param alpn    its name in TLS
 * @param handler what is done with each stream, on a thread of its own
 */
public record Protocol(String alpn, Handler handler) {
    /** A stream that a peer has opened. */
    public record Stream(EndpointId peer, InputStream in, OutputStream out) {
    }

    /** Serves one stream. */
    public interface Handler {
        /** A failure ends this stream only. */
        void serve(Stream stream) throws IOException;
    }
}
