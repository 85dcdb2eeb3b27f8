package dev.crema.net.iroh.tls;

import dev.crema.net.iroh.ticket.EndpointId;
import dev.crema.net.iroh.ticket.SecretKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The side that dials. The methods are called in the order of the messages; after a failure there is no going on. */
public final class ClientHandshake extends Handshake {
    /** A ServerHello with this random is a HelloRetryRequest (RFC 8446, section 4.1.3). */
    private static final byte[] RETRY_REQUEST =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private final EndpointId dialed;
    private final Optional<SecretKey> own;
    private Extensions offered = new Extensions();
    private boolean rawClientKeys;
    private boolean keyRequested;

    /**
     * @param dialed whom to talk to, and to nobody else
     * @param own    the key to show if asked for one; without it the server is told that there is none
     */
    public ClientHandshake(EndpointId dialed, Optional<SecretKey> own, SecureRandom random) {
        super(random, Step.START);
        this.dialed = dialed;
        this.own = own;
    }

    /**
     * Begins.
     *
     * @param further further extensions, each with its type and length: ALPN with one name and the QUIC transport parameters
     * @return ClientHello
     */
    public byte[] hello(byte[] further) throws TlsException {
        expect(Step.START);
        byte[] extensions = new MessageWriter()
                .extension(Extensions.SUPPORTED_VERSIONS, content -> content.vector(1, list -> list.number(2, TLS_13)))
                .extension(Extensions.SUPPORTED_GROUPS, content -> content.vector(2, list -> list.number(2, X25519)))
                .extension(Extensions.SIGNATURE_ALGORITHMS, content -> content.vector(2, list -> list.number(2, ED25519)))
                .extension(Extensions.KEY_SHARE, content -> content.vector(2, list -> list
                        .number(2, X25519).vector(2, share -> share.bytes(ownShare()))))
                .extension(Extensions.CLIENT_CERTIFICATE_TYPE, content -> content.vector(1, list -> list.number(1, RAW_PUBLIC_KEY)))
                .extension(Extensions.SERVER_CERTIFICATE_TYPE, content -> content.vector(1, list -> list.number(1, RAW_PUBLIC_KEY)))
                .bytes(further).bytes();
        offered = Extensions.of(new MessageReader(extensions));
        next(Step.HELLO);
        return say(MessageWriter.message(MessageType.CLIENT_HELLO, body -> body
                .number(2, LEGACY_VERSION).bytes(freshRandom()).vector(1, session -> { })
                .vector(2, suites -> suites.number(2, AES_128_GCM_SHA256))
                .vector(1, compressions -> compressions.number(1, 0))
                .vector(2, list -> list.bytes(extensions))));
    }

    /** Reads ServerHello, after which there are {@link #handshakeSecrets}. */
    public void serverHello(byte[] message) throws TlsException {
        expect(Step.HELLO);
        MessageReader body = MessageReader.body(message, MessageType.SERVER_HELLO);
        int version = body.number(2);
        byte[] serverRandom = body.take(RANDOM_SIZE);
        boolean session = !body.vector(1).atEnd();
        int suite = body.number(2);
        int compression = body.number(1);
        Extensions extensions = Extensions.read(body);
        body.end();
        if (Arrays.equals(serverRandom, RETRY_REQUEST)) {
            throw new TlsException(Alert.HANDSHAKE_FAILURE, "the server does not do X25519");
        }
        if (version != LEGACY_VERSION || session || compression != 0 || suite != AES_128_GCM_SHA256) {
            throw new TlsException(Alert.ILLEGAL_PARAMETER, "the server chose what was not offered");
        }
        if (!extensions.is(Extensions.SUPPORTED_VERSIONS, 2, TLS_13)) {
            throw new TlsException(Alert.PROTOCOL_VERSION, "the server does not do TLS 1.3");
        }
        extensions.requireOnly(Set.of(Extensions.SUPPORTED_VERSIONS, Extensions.KEY_SHARE));
        MessageReader share = extensions.require(Extensions.KEY_SHARE);
        int group = share.number(2);
        byte[] key = share.vector(2).rest();
        share.end();
        if (group != X25519 || key.length != SHARE_SIZE) {
            throw new TlsException(Alert.ILLEGAL_PARAMETER, "the server's key share is not one of X25519");
        }
        schedule.add(message);
        agree(key);
        next(Step.ENCRYPTED_EXTENSIONS);
    }

    /** Reads EncryptedExtensions: raw public keys and the offered protocol must have been chosen. */
    public void encryptedExtensions(byte[] message) throws TlsException {
        expect(Step.ENCRYPTED_EXTENSIONS);
        MessageReader body = MessageReader.body(message, MessageType.ENCRYPTED_EXTENSIONS);
        Extensions extensions = Extensions.read(body);
        body.end();
        extensions.requireOnly(offered.types());
        if (!extensions.is(Extensions.SERVER_CERTIFICATE_TYPE, 1, RAW_PUBLIC_KEY)) {
            throw new TlsException(Alert.HANDSHAKE_FAILURE, "the server shows no raw public key");
        }
        if (!extensions.contains(Extensions.ALPN) || !Arrays.equals(extensions.require(Extensions.ALPN).rest(),
                offered.require(Extensions.ALPN).rest())) {
            throw new TlsException(Alert.NO_APPLICATION_PROTOCOL, "the server did not choose the protocol that was asked for");
        }
        extensions.require(Extensions.QUIC_TRANSPORT_PARAMETERS);
        rawClientKeys = extensions.is(Extensions.CLIENT_CERTIFICATE_TYPE, 1, RAW_PUBLIC_KEY);
        schedule.add(message);
        next(Step.CERTIFICATE_OR_REQUEST);
    }

    /** Reads CertificateRequest, which a server sends if it wants to know who dials. */
    public void certificateRequest(byte[] message) throws TlsException {
        expect(Step.CERTIFICATE_OR_REQUEST);
        MessageReader body = MessageReader.body(message, MessageType.CERTIFICATE_REQUEST);
        if (!body.vector(1).atEnd()) {
            throw new TlsException(Alert.ILLEGAL_PARAMETER, "the server's CertificateRequest has a context");
        }
        Extensions extensions = Extensions.read(body);
        body.end();
        extensions.require(Extensions.SIGNATURE_ALGORITHMS);
        if (!rawClientKeys || !extensions.lists(Extensions.SIGNATURE_ALGORITHMS, 2, 2, ED25519)) {
            throw new TlsException(Alert.HANDSHAKE_FAILURE, "the server asks for another key than a raw one of Ed25519");
        }
        keyRequested = true;
        schedule.add(message);
        next(Step.CERTIFICATE);
    }

    /** Reads Certificate: it must be the key of the dialed endpoint. */
    public void certificate(byte[] message) throws TlsException {
        expect(Step.CERTIFICATE_OR_REQUEST, Step.CERTIFICATE);
        EndpointId shown = readCertificate(message);
        if (!shown.equals(dialed)) {
            throw new TlsException(Alert.BAD_CERTIFICATE, "the endpoint is " + shown + ", not the dialed " + dialed);
        }
        schedule.add(message);
        next(Step.CERTIFICATE_VERIFY);
    }

    /** Reads CertificateVerify, the proof that the server holds its key. */
    public void certificateVerify(byte[] message) throws TlsException {
        expect(Step.CERTIFICATE_VERIFY);
        readCertificateVerify(message, true);
        schedule.add(message);
        next(Step.FINISHED);
    }

    /**
     * Reads the server's Finished, after which there are {@link #applicationSecrets}.
     *
     * @return the messages with which this side finishes
     */
    public List<byte[]> finished(byte[] message) throws TlsException {
        expect(Step.FINISHED);
        TrafficSecrets secrets = handshakeSecrets().orElseThrow();
        readFinished(message, secrets.server());
        schedule.add(message);
        deriveApplicationSecrets();
        List<byte[]> flight = new ArrayList<>();
        if (keyRequested) {
            flight.add(say(certificateMessage(own)));
            own.ifPresent(key -> flight.add(say(certificateVerifyMessage(key, false))));
        }
        flight.add(say(finishedMessage(secrets.client())));
        next(Step.DONE);
        return flight;
    }
}
