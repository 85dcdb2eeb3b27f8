package dev.crema.net.iroh.tls;

import dev.crema.net.iroh.ticket.SecretKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** The side that is dialed; it wants to know by whom. The methods are called in the order of the messages. */
public final class ServerHandshake extends Handshake {
    private final SecretKey own;
    private byte[] peerShare = new byte[0];

    /** @param own the key of the endpoint */
    public ServerHandshake(SecretKey own, SecureRandom random) {
        super(random, Step.HELLO);
        this.own = own;
    }

    /**
     * The answer to a ClientHello.
     *
     * @param serverHello the message that still goes out in Initial packets
     * @param flight      what follows in Handshake packets: EncryptedExtensions, CertificateRequest, Certificate, CertificateVerify,
     *                    Finished
     */
    public record Answer(byte[] serverHello, List<byte[]> flight) {
    }

    /** Reads ClientHello: it must offer all that this side insists on. */
    public void clientHello(byte[] message) throws TlsException {
        expect(Step.HELLO);
        MessageReader body = MessageReader.body(message, MessageType.CLIENT_HELLO);
        int version = body.number(2);
        body.take(RANDOM_SIZE);
        // RFC 9001, section 8.4: "A server SHOULD treat the receipt of a TLS ClientHello with a non-empty legacy_session_id
        // field as a connection error".
        boolean session = !body.vector(1).atEnd();
        boolean suite = body.vector(2).lists(2, AES_128_GCM_SHA256);
        byte[] compressions = body.vector(1).rest();
        Extensions extensions = Extensions.read(body);
        body.end();
        if (version != LEGACY_VERSION || session || compressions.length != 1 || compressions[0] != 0) {
            throw new TlsException(Alert.ILLEGAL_PARAMETER, "the ClientHello is not one of TLS 1.3 in QUIC");
        }
        if (!extensions.lists(Extensions.SUPPORTED_VERSIONS, 1, 2, TLS_13)) {
            throw new TlsException(Alert.PROTOCOL_VERSION, "the client does not do TLS 1.3");
        }
        extensions.require(Extensions.SIGNATURE_ALGORITHMS);
        if (!suite || !extensions.lists(Extensions.SIGNATURE_ALGORITHMS, 2, 2, ED25519)) {
            throw new TlsException(Alert.HANDSHAKE_FAILURE, "the client does not do AES-128-GCM with SHA-256 and Ed25519");
        }
        if (!extensions.lists(Extensions.CLIENT_CERTIFICATE_TYPE, 1, 1, RAW_PUBLIC_KEY)
                || !extensions.lists(Extensions.SERVER_CERTIFICATE_TYPE, 1, 1, RAW_PUBLIC_KEY)) {
            throw new TlsException(Alert.HANDSHAKE_FAILURE, "the client does not do raw public keys");
        }
        peerShare = share(extensions);
        schedule.add(message);
        next(Step.ANSWER);
    }

    /** The client's X25519 share, wherever it stands among others. */
    private static byte[] share(Extensions extensions) throws TlsException {
        MessageReader content = extensions.require(Extensions.KEY_SHARE);
        MessageReader shares = content.vector(2);
        content.end();
        Optional<byte[]> found = Optional.empty();
        while (!shares.atEnd()) {
            int group = shares.number(2);
            byte[] key = shares.vector(2).rest();
            if (group == X25519) {
                found = Optional.of(key);
            }
        }
        byte[] share = found.orElseThrow(() -> new TlsException(Alert.HANDSHAKE_FAILURE, "the client has no X25519 share"));
        if (share.length != SHARE_SIZE) {
            throw new TlsException(Alert.ILLEGAL_PARAMETER, "the client's X25519 share has " + share.length + " bytes");
        }
        return share;
    }

    /**
     * Answers; afterwards there are both {@link #handshakeSecrets} and {@link #applicationSecrets}.
     *
     * @param further further extensions, each with its type and length: the chosen ALPN and the QUIC transport parameters
     */
    public Answer answer(byte[] further) throws TlsException {
        expect(Step.ANSWER);
        byte[] hello = say(MessageWriter.message(MessageType.SERVER_HELLO, body -> body
                .number(2, LEGACY_VERSION).bytes(freshRandom()).vector(1, session -> { })
                .number(2, AES_128_GCM_SHA256).number(1, 0)
                .vector(2, list -> list
                        .extension(Extensions.SUPPORTED_VERSIONS, content -> content.number(2, TLS_13))
                        .extension(Extensions.KEY_SHARE, content -> content
                                .number(2, X25519).vector(2, share -> share.bytes(ownShare()))))));
        agree(peerShare);
        // iroh demands both types, although RFC 7250 would let a server leave out the client's.
        List<byte[]> flight = List.of(
                say(MessageWriter.message(MessageType.ENCRYPTED_EXTENSIONS, body -> body.vector(2, list -> list
                        .extension(Extensions.CLIENT_CERTIFICATE_TYPE, content -> content.number(1, RAW_PUBLIC_KEY))
                        .extension(Extensions.SERVER_CERTIFICATE_TYPE, content -> content.number(1, RAW_PUBLIC_KEY))
                        .bytes(further)))),
                say(MessageWriter.message(MessageType.CERTIFICATE_REQUEST, body -> body.vector(1, context -> { })
                        .vector(2, list -> list.extension(Extensions.SIGNATURE_ALGORITHMS,
                                content -> content.vector(2, schemes -> schemes.number(2, ED25519)))))),
                say(certificateMessage(Optional.of(own))),
                say(certificateVerifyMessage(own, true)),
                say(finishedMessage(handshakeSecrets().orElseThrow().server())));
        deriveApplicationSecrets();
        next(Step.CERTIFICATE);
        return new Answer(hello, flight);
    }

    /** Reads the client's Certificate. */
    public void certificate(byte[] message) throws TlsException {
        expect(Step.CERTIFICATE);
        readCertificate(message);
        schedule.add(message);
        next(Step.CERTIFICATE_VERIFY);
    }

    /** Reads the client's CertificateVerify, the proof that it holds its key. */
    public void certificateVerify(byte[] message) throws TlsException {
        expect(Step.CERTIFICATE_VERIFY);
        readCertificateVerify(message, false);
        schedule.add(message);
        next(Step.FINISHED);
    }

    /** Reads the client's Finished, with which the handshake is done. */
    public void finished(byte[] message) throws TlsException {
        expect(Step.FINISHED);
        readFinished(message, handshakeSecrets().orElseThrow().client());
        next(Step.DONE);
    }
}
