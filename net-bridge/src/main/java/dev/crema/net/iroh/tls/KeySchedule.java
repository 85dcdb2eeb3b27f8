package dev.crema.net.iroh.tls;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** The transcript of a handshake and the secrets that come from it (RFC 8446, sections 4.4.1 and 7.1), with SHA-256. */
final class KeySchedule {
    static final int HASH_SIZE = 32;
    private static final byte[] ZEROS = new byte[HASH_SIZE];
    private static final byte[] NOTHING = new byte[0];

    private final SHA256Digest transcript = new SHA256Digest();
    private byte[] handshakeSecret = NOTHING;

    /** Adds a whole message, header included. */
    void add(byte[] message) {
        transcript.update(message, 0, message.length);
    }

    /** The hash of all messages so far. */
    byte[] transcriptHash() {
        byte[] hash = new byte[HASH_SIZE];
        new SHA256Digest(transcript).doFinal(hash, 0);
        return hash;
    }

    /** The secrets of the handshake; the transcript ends with ServerHello. */
    TrafficSecrets handshakeSecrets(byte[] sharedSecret) {
        byte[] early = hmac(ZEROS, ZEROS);
        handshakeSecret = hmac(derived(early), sharedSecret);
        return trafficSecrets(handshakeSecret, "hs");
    }

    /** The secrets of the application's data; the transcript ends with the server's Finished. */
    TrafficSecrets applicationSecrets() {
        return trafficSecrets(hmac(derived(handshakeSecret), ZEROS), "ap");
    }

    /** What a Finished must say that follows the transcript, from the side of a traffic secret (section 4.4.4). */
    byte[] finished(byte[] trafficSecret) {
        return hmac(expandLabel(trafficSecret, "finished", NOTHING, HASH_SIZE), transcriptHash());
    }

    private TrafficSecrets trafficSecrets(byte[] secret, String stage) {
        byte[] hash = transcriptHash();
        return new TrafficSecrets(expandLabel(secret, "c " + stage + " traffic", hash, HASH_SIZE),
                expandLabel(secret, "s " + stage + " traffic", hash, HASH_SIZE));
    }

    private static byte[] derived(byte[] secret) {
        byte[] hashOfNothing = new byte[HASH_SIZE];
        new SHA256Digest().doFinal(hashOfNothing, 0);
        return expandLabel(secret, "derived", hashOfNothing, HASH_SIZE);
    }

    /** HMAC, which is also HKDF-Extract: the key is its salt (RFC 5869, section 2.2). */
    static byte[] hmac(byte[] key, byte[] message) {
        HMac mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] result = new byte[HASH_SIZE];
        mac.doFinal(result, 0);
        return result;
    }

    /** HKDF-Expand-Label (section 7.1). */
    static byte[] expandLabel(byte[] secret, String label, byte[] context, int length) {
        byte[] info = new MessageWriter().number(2, length)
                .vector(1, name -> name.bytes(("tls13 " + label).getBytes(StandardCharsets.US_ASCII)))
                .vector(1, hash -> hash.bytes(context)).bytes();
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(HKDFParameters.skipExtractParameters(secret, info));
        byte[] result = new byte[length];
        generator.generateBytes(result, 0, length);
        return result;
    }
}
