package dev.crema.net.iroh.ticket;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An endpoint's id, which is its Ed25519 public key (RFC 8032): a point of the curve in 32 bytes. */
public final class EndpointId {
    /** Bytes of an id. */
    public static final int SIZE = Ed25519.PUBLIC_KEY_SIZE;
    /** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410, section 4). */
    private static final byte[] KEY_INFO = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final String TLS_SUFFIX = ".iroh.invalid";
    private static final int BASE32_CHARACTERS = 52;

    private final byte[] key;

    private EndpointId(byte[] key) {
        this.key = key;
    }

    /** The id in {@value #SIZE} bytes; empty if they are no point of the curve, so that nobody can hold that id. */
    public static Optional<EndpointId> of(byte[] key) {
        return key.length == SIZE && Ed25519.validatePublicKeyPartial(key, 0) ? Optional.of(new EndpointId(key.clone())) : Optional.empty();
    }

    /** The id that a raw public key of RFC 7250 carries: 44 bytes of SubjectPublicKeyInfo. */
    public static Optional<EndpointId> ofKeyInfo(byte[] keyInfo) {
        boolean ed25519 = keyInfo.length == KEY_INFO.length + SIZE
                && Arrays.equals(keyInfo, 0, KEY_INFO.length, KEY_INFO, 0, KEY_INFO.length);
        return ed25519 ? of(Arrays.copyOfRange(keyInfo, KEY_INFO.length, keyInfo.length)) : Optional.empty();
    }

    /** The id that a name in TLS stands for: see {@link #tlsName}. */
    public static Optional<EndpointId> ofTlsName(String name) {
        return name.endsWith(TLS_SUFFIX)
                ? Base32.EXTENDED_HEX.decode(name.substring(0, name.length() - TLS_SUFFIX.length())).flatMap(EndpointId::of)
                : Optional.empty();
    }

    /** Reads 64 lower-case hexadecimal digits or 52 characters of base 32. */
    public static EndpointId parse(String text) {
        return bytes(text).flatMap(EndpointId::of).orElseThrow(() -> new MalformedTicketException(
                "\"" + text + "\" is no endpoint id: 64 lower-case hexadecimal digits or 52 characters of base 32, a point of Ed25519"));
    }

    /** The 32 bytes of either text form of ids and secrets. */
    static Optional<byte[]> bytes(String text) {
        if (text.length() == BASE32_CHARACTERS) {
            return Base32.STANDARD.decode(text);
        }
        return text.matches("[0-9a-f]{64}") ? Optional.of(HexFormat.of().parseHex(text)) : Optional.empty();
    }

    /** The key: {@value #SIZE} bytes. */
    public byte[] bytes() {
        return key.clone();
    }

    /** The key as SubjectPublicKeyInfo: 44 bytes, which are all there is of a "certificate" between endpoints. */
    public byte[] keyInfo() {
        byte[] keyInfo = Arrays.copyOf(KEY_INFO, KEY_INFO.length + SIZE);
        System.arraycopy(key, 0, keyInfo, KEY_INFO.length, SIZE);
        return keyInfo;
    }

    /** The name by which TLS knows the endpoint; it resolves nowhere. */
    public String tlsName() {
        return Base32.EXTENDED_HEX.encode(key) + TLS_SUFFIX;
    }

    /** Whether the holder of this id's secret signed the message. */
    public boolean verifies(byte[] message, byte[] signature) {
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(key, 0));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EndpointId id && Arrays.equals(key, id.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    /** 64 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(key);
    }
}
