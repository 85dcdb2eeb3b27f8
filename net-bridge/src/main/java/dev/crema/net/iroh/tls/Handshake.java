package dev.crema.net.iroh.tls;

import dev.crema.net.iroh.ticket.EndpointId;
import dev.crema.net.iroh.ticket.SecretKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.agreement.X25519Agreement;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/** What both sides of a handshake do. */
abstract sealed class Handshake permits ClientHandshake, ServerHandshake {
    static final int LEGACY_VERSION = 0x0303;
    static final int TLS_13 = 0x0304;
    static final int AES_128_GCM_SHA256 = 0x1301;
    static final int X25519 = 0x001d;
    static final int ED25519 = 0x0807;
    static final int RAW_PUBLIC_KEY = 2;
    static final int RANDOM_SIZE = 32;
    static final int SHARE_SIZE = X25519PublicKeyParameters.KEY_SIZE;
    private static final int SIGNATURE_SIZE = 64;

    final KeySchedule schedule = new KeySchedule();
    final SecureRandom random;
    private final X25519PrivateKeyParameters keyPair;
    private Step step;
    private Optional<EndpointId> peer = Optional.empty();
    private Optional<TrafficSecrets> handshakeSecrets = Optional.empty();
    private Optional<TrafficSecrets> applicationSecrets = Optional.empty();

    /** What is to come next; each side uses the steps that it waits in. */
    enum Step {
        START, HELLO, ANSWER, ENCRYPTED_EXTENSIONS, CERTIFICATE_OR_REQUEST, CERTIFICATE, CERTIFICATE_VERIFY, FINISHED, DONE, FAILED
    }

    Handshake(SecureRandom random, Step first) {
        this.random = random;
        this.keyPair = new X25519PrivateKeyParameters(random);
        this.step = first;
    }

    /** Whose key the peer has shown; it is proven when the handshake is {@link #isDone}. */
    public final Optional<EndpointId> peer() {
        return peer;
    }

    /** Whether both sides have proven who they are and agree on all that was said. */
    public final boolean isDone() {
        return step == Step.DONE;
    }

    /** The secrets of the handshake's packets, once both hellos are said. */
    public final Optional<TrafficSecrets> handshakeSecrets() {
        return handshakeSecrets;
    }

    /** The secrets of the application's packets, once the server has finished. */
    public final Optional<TrafficSecrets> applicationSecrets() {
        return applicationSecrets;
    }

    /** It must be the turn of one of these; until {@link #next} the handshake is failed, so that no later message can mend it. */
    final void expect(Step... turns) throws TlsException {
        Step found = step;
        step = Step.FAILED;
        if (!List.of(turns).contains(found)) {
            throw new TlsException(Alert.UNEXPECTED_MESSAGE, "a message comes out of turn, when the next step is " + found);
        }
    }

    final void next(Step next) {
        step = next;
    }

    final byte[] ownShare() {
        return keyPair.generatePublicKey().getEncoded();
    }

    final void agree(byte[] peerShare) throws TlsException {
        byte[] secret = new byte[SHARE_SIZE];
        X25519Agreement agreement = new X25519Agreement();
        agreement.init(keyPair);
        try {
            agreement.calculateAgreement(new X25519PublicKeyParameters(peerShare, 0), secret, 0);
        } catch (IllegalStateException zero) {
            // RFC 8446, section 7.4.2: "implementations SHOULD check whether the computed shared secret is the all-zero value".
            throw new TlsException(Alert.ILLEGAL_PARAMETER, "the X25519 share is a point of small order");
        }
        handshakeSecrets = Optional.of(schedule.handshakeSecrets(secret));
    }

    final void deriveApplicationSecrets() {
        applicationSecrets = Optional.of(schedule.applicationSecrets());
    }

    final byte[] freshRandom() {
        byte[] bytes = new byte[RANDOM_SIZE];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Says a message: it is part of the transcript from here on. */
    final byte[] say(byte[] message) {
        schedule.add(message);
        return message;
    }

    final byte[] certificateMessage(Optional<SecretKey> key) {
        return MessageWriter.message(MessageType.CERTIFICATE, body -> body
                .vector(1, context -> { })
                .vector(3, list -> key.ifPresent(own -> list.vector(3, entry -> entry.bytes(own.id().keyInfo())).vector(2, none -> { }))));
    }

    /** Reads the one raw public key of a Certificate. */
    final EndpointId readCertificate(byte[] message) throws TlsException {
        MessageReader body = MessageReader.body(message, MessageType.CERTIFICATE);
        if (!body.vector(1).atEnd()) {
            throw new TlsException(Alert.ILLEGAL_PARAMETER, "the peer's Certificate has a context");
        }
        MessageReader list = body.vector(3);
        body.end();
        if (list.atEnd()) {
            throw new TlsException(Alert.CERTIFICATE_REQUIRED, "the peer shows no key");
        }
        byte[] keyInfo = list.vector(3).rest();
        if (!list.vector(2).atEnd()) {
            throw new TlsException(Alert.UNSUPPORTED_EXTENSION, "the peer's key has extensions");
        }
        if (!list.atEnd()) {
            throw new TlsException(Alert.BAD_CERTIFICATE, "the peer shows more than one key");
        }
        EndpointId id = EndpointId.ofKeyInfo(keyInfo).orElseThrow(() ->
                new TlsException(Alert.BAD_CERTIFICATE, "the peer's key is no Ed25519 key"));
        peer = Optional.of(id);
        return id;
    }

    final byte[] certificateVerifyMessage(SecretKey key, boolean server) {
        byte[] signature = key.sign(signed(server));
        return MessageWriter.message(MessageType.CERTIFICATE_VERIFY, body -> body
                .number(2, ED25519).vector(2, content -> content.bytes(signature)));
    }

    final void readCertificateVerify(byte[] message, boolean server) throws TlsException {
        MessageReader body = MessageReader.body(message, MessageType.CERTIFICATE_VERIFY);
        if (body.number(2) != ED25519) {
            throw new TlsException(Alert.ILLEGAL_PARAMETER, "the peer signs with another algorithm than Ed25519");
        }
        byte[] signature = body.vector(2).rest();
        body.end();
        if (signature.length != SIGNATURE_SIZE || !peer.orElseThrow().verifies(signed(server), signature)) {
            throw new TlsException(Alert.DECRYPT_ERROR, "the peer's signature is wrong, so it does not hold the key that it shows");
        }
    }

    /** What a CertificateVerify signs (section 4.4.3). */
    private byte[] signed(boolean server) {
        byte[] spaces = new byte[64];
        Arrays.fill(spaces, (byte) ' ');
        String context = "TLS 1.3, " + (server ? "server" : "client") + " CertificateVerify";
        return new MessageWriter().bytes(spaces).bytes(context.getBytes(StandardCharsets.US_ASCII)).number(1, 0)
                .bytes(schedule.transcriptHash()).bytes();
    }

    final byte[] finishedMessage(byte[] trafficSecret) {
        byte[] proof = schedule.finished(trafficSecret);
        return MessageWriter.message(MessageType.FINISHED, body -> body.bytes(proof));
    }

    final void readFinished(byte[] message, byte[] trafficSecret) throws TlsException {
        byte[] proof = MessageReader.body(message, MessageType.FINISHED).rest();
        if (!MessageDigest.isEqual(proof, schedule.finished(trafficSecret))) {
            throw new TlsException(Alert.DECRYPT_ERROR, "the peer has read other messages than were sent");
        }
    }
}
