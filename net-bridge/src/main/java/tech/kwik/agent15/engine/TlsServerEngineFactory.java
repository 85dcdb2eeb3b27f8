package tech.kwik.agent15.engine;

import dev.crema.net.iroh.quic.ServerIdentity;
import java.io.InputStream;
import java.security.KeyStore;
import java.security.cert.CertificateException;

/** Gives Kwik's servers engines that know raw public keys. */
public final class TlsServerEngineFactory {
    private final ServerIdentity identity;

    /** A certificate is no raw public key. */
    public TlsServerEngineFactory(InputStream certificate, InputStream key) throws CertificateException {
        throw new CertificateException("A server here has a raw public key, not a certificate; give a ServerIdentity as key store.");
    }

    public TlsServerEngineFactory(KeyStore identity, String alias, char[] password) throws CertificateException {
        this(identity, alias, password, "");
    }

    /** @param identity a {@link ServerIdentity}; the other arguments are not looked at */
    public TlsServerEngineFactory(KeyStore identity, String alias, char[] password, String curve) throws CertificateException {
        if (!(identity instanceof ServerIdentity raw)) {
            throw new CertificateException("A server here has a raw public key; give a ServerIdentity as key store.");
        }
        this.identity = raw;
    }

    public TlsServerEngine createServerEngine(ServerMessageSender sender, TlsStatusEventHandler events) {
        return identity.engine(sender, events);
    }

    public void dispose() {
    }
}
