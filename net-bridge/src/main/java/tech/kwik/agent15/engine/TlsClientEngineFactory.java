package tech.kwik.agent15.engine;

import dev.crema.net.iroh.quic.ClientEngine;

/** Gives Kwik's clients engines that know raw public keys. */
public final class TlsClientEngineFactory {
    private TlsClientEngineFactory() {
    }

    public static TlsClientEngine createClientEngine(ClientMessageSender sender, TlsStatusEventHandler events) {
        return new ClientEngine(sender, events);
    }
}
