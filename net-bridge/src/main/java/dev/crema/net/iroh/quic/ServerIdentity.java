package dev.crema.net.iroh.quic;

import dev.crema.net.iroh.ticket.EndpointId;
import dev.crema.net.iroh.ticket.SecretKey;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import tech.kwik.agent15.engine.ServerMessageSender;
import tech.kwik.agent15.engine.TlsServerEngine;
import tech.kwik.agent15.engine.TlsStatusEventHandler;

/**
 * The key of a server, and who has dialed it. A key store only in type, because that is what Kwik's builder hands on to the
 * factory of engines; it is never loaded, so all that a key store does ends in an exception.
 */
public final class ServerIdentity extends KeyStore {
    private final SecretKey key;
    /** Kwik has no call for a client's identity, but the handler of an engine's events is the connection. */
    private final Map<Object, EndpointId> peers = Collections.synchronizedMap(new WeakHashMap<>());

    public ServerIdentity(SecretKey key) {
        super(null, null, "raw public key");
        this.key = key;
    }

    /** A new engine for a connection. */
    public TlsServerEngine engine(ServerMessageSender sender, TlsStatusEventHandler events) {
        return new ServerEngine(this, sender, events);
    }

    /** Who is at the other end of a connection of Kwik, once its handshake is done. */
    public Optional<EndpointId> peer(Object connection) {
        return Optional.ofNullable(peers.get(connection));
    }

    SecretKey key() {
        return key;
    }

    void connected(Object connection, EndpointId peer) {
        peers.put(connection, peer);
    }
}
