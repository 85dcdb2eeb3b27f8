package dev.crema.net.iroh.quic;

import dev.crema.net.iroh.ticket.EndpointId;
import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * A raw public key where Kwik's types want an X.509 certificate. There is no certificate: nothing is signed, issued or valid for a
 * time, and what asks for that is told so or gets the empty answer that {@link X509Certificate} allows.
 */
public final class RawKeyCertificate extends X509Certificate {
    private static final long serialVersionUID = 1;
    /** Not null, because Kwik looks it up in a list that throws for null. */
    private static final X500Principal NOBODY = new X500Principal("");

    private final transient EndpointId id;

    public RawKeyCertificate(EndpointId id) {
        this.id = id;
    }

    /** Whose key it is. */
    public EndpointId id() {
        return id;
    }

    @Override
    public byte[] getEncoded() {
        return id.keyInfo();
    }

    @Override
    public PublicKey getPublicKey() {
        throw unsupported();
    }

    @Override
    public void verify(PublicKey key) throws CertificateException {
        throw new CertificateException("A raw public key is not signed.");
    }

    @Override
    public void verify(PublicKey key, String provider) throws CertificateException {
        verify(key);
    }

    @Override
    public String toString() {
        return "raw public key of " + id;
    }

    @Override
    public void checkValidity() {
    }

    @Override
    public void checkValidity(Date date) {
    }

    @Override
    public int getVersion() {
        throw unsupported();
    }

    @Override
    public BigInteger getSerialNumber() {
        throw unsupported();
    }

    @Override
    @Deprecated
    public Principal getIssuerDN() {
        return NOBODY;
    }

    @Override
    @Deprecated
    public Principal getSubjectDN() {
        return NOBODY;
    }

    @Override
    public X500Principal getIssuerX500Principal() {
        return NOBODY;
    }

    @Override
    public X500Principal getSubjectX500Principal() {
        return NOBODY;
    }

    @Override
    public Date getNotBefore() {
        throw unsupported();
    }

    @Override
    public Date getNotAfter() {
        throw unsupported();
    }

    @Override
    public byte[] getTBSCertificate() {
        throw unsupported();
    }

    @Override
    public byte[] getSignature() {
        throw unsupported();
    }

    @Override
    public String getSigAlgName() {
        throw unsupported();
    }

    @Override
    public String getSigAlgOID() {
        throw unsupported();
    }

    @Override
    public byte[] getSigAlgParams() {
        return null;
    }

    @Override
    public boolean[] getIssuerUniqueID() {
        return null;
    }

    @Override
    public boolean[] getSubjectUniqueID() {
        return null;
    }

    @Override
    public boolean[] getKeyUsage() {
        return null;
    }

    @Override
    public int getBasicConstraints() {
        return -1;
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        return false;
    }

    @Override
    public Set<String> getCriticalExtensionOIDs() {
        return Set.of();
    }

    @Override
    public Set<String> getNonCriticalExtensionOIDs() {
        return Set.of();
    }

    @Override
    public byte[] getExtensionValue(String oid) {
        return null;
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("A raw public key is no certificate.");
    }
}
