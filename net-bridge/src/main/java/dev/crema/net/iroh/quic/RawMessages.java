package dev.crema.net.iroh.quic;

import java.io.ByteArrayOutputStream;
import java.util.List;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.agent15.handshake.CertificateMessage;
import tech.kwik.agent15.handshake.CertificateRequestMessage;
import tech.kwik.agent15.handshake.CertificateVerifyMessage;
import tech.kwik.agent15.handshake.EncryptedExtensions;
import tech.kwik.agent15.handshake.FinishedMessage;
import tech.kwik.agent15.handshake.ServerHello;

/** Messages of agent15 that are only envelopes: what is on the wire are the bytes of our handshake. */
public final class RawMessages {
    private RawMessages() {
    }

    /** @param bytes the whole message, header included, as for the others */
    public static ServerHello serverHello(byte[] bytes) {
        return new ServerHello(CipherSuite.TLS_AES_128_GCM_SHA256) {
            @Override
            public byte[] getBytes() {
                return bytes;
            }
        };
    }

    public static CertificateRequestMessage certificateRequest(byte[] bytes) {
        return new CertificateRequestMessage() {
            @Override
            public byte[] getBytes() {
                return bytes;
            }
        };
    }

    public static CertificateMessage certificate(byte[] bytes) {
        return new CertificateMessage() {
            @Override
            public byte[] getBytes() {
                return bytes;
            }
        };
    }

    public static CertificateVerifyMessage certificateVerify(byte[] bytes) {
        return new CertificateVerifyMessage() {
            @Override
            public byte[] getBytes() {
                return bytes;
            }
        };
    }

    public static FinishedMessage finished(byte[] bytes) {
        return new FinishedMessage() {
            @Override
            public byte[] getBytes() {
                return bytes;
            }
        };
    }

    /** Several messages behind each other, for those that agent15 has no way to send. */
    static EncryptedExtensions encryptedExtensions(List<byte[]> messages) {
        byte[] bytes = join(messages);
        return new EncryptedExtensions(List.of()) {
            @Override
            public byte[] getBytes() {
                return bytes;
            }
        };
    }

    static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(joined::writeBytes);
        return joined.toByteArray();
    }
}
