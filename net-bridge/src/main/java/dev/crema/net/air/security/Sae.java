package dev.crema.net.air.security;

import dev.crema.net.ethernet.MacAddress;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/**
 * Simultaneous authentication of equals over the curve P-256 (section 12.4), with the password element found by hunting and pecking:
 * the part of a station, which commits first. Bodies of frames are without algorithm, sequence number and status.
 */
public final class Sae {
    /** The algorithm in authentication frames. */
    public static final int ALGORITHM = 3;
    /** The sequence numbers of both messages in authentication frames. */
    public static final int COMMIT = 1;
    /** See {@link #COMMIT}. */
    public static final int CONFIRM = 2;

    private static final int GROUP = 19;
    private static final int NUMBER = 32;
    private static final int COMMIT_LENGTH = 2 + 3 * NUMBER;
    private static final int CONFIRM_LENGTH = 2 + HmacSha256.LENGTH;
    /** In so many attempts one is as good as sure to be found; each succeeds with even chances. */
    private static final int ATTEMPTS = 128;

    private static final X9ECParameters P256 = CustomNamedCurves.getByName("secp256r1");
    private static final ECCurve CURVE = P256.getCurve();
    private static final BigInteger ORDER = P256.getN();
    private static final BigInteger PRIME = CURVE.getField().getCharacteristic();

    private final String password;
    private final ECPoint passwordElement;
    private final BigInteger secret;
    private final BigInteger scalar;
    private final byte[] commitment;
    private Optional<Agreement> agreement = Optional.empty();

    /**
     * What both sides can compute once they have both commitments.
     *
     * @param peer the other's commitment
     * @param confirmation KCK
     * @param masterKey PMK
     */
    private record Agreement(byte[] peer, byte[] confirmation, byte[] masterKey) { }

    /** An exchange that has not begun. */
    public Sae(String password, MacAddress own, MacAddress peer, Chance random) {
        this(password, own, peer, number(random), number(random));
    }

    /** An exchange with given numbers, which else are random, 2 to the curve's order less 2. */
    Sae(String password, MacAddress own, MacAddress peer, BigInteger secret, BigInteger mask) {
        this.password = password;
        this.secret = secret;
        passwordElement = passwordElement(password.getBytes(StandardCharsets.UTF_8), own, peer);
        scalar = secret.add(mask).mod(ORDER);
        commitment = bytes(scalar, passwordElement.multiply(mask).negate().normalize());
    }

    private static BigInteger number(Chance random) {
        byte[] bytes = new byte[NUMBER];
        random.nextBytes(bytes);
        return new BigInteger(1, bytes).mod(ORDER.subtract(BigInteger.valueOf(3))).add(BigInteger.TWO);
    }

    /** Section 12.4.4.2.2. */
    private static ECPoint passwordElement(byte[] password, MacAddress own, MacAddress peer) {
        boolean ownFirst = own.bits() > peer.bits();
        byte[] addresses = new byte[2 * MacAddress.LENGTH];
        (ownFirst ? own : peer).put(addresses, 0);
        (ownFirst ? peer : own).put(addresses, MacAddress.LENGTH);
        for (int counter = 1; counter <= ATTEMPTS; counter++) {
            byte[] seed = HmacSha256.of(addresses, password, new byte[] {(byte) counter});
            BigInteger x = new BigInteger(1, HmacSha256.kdf(seed, "SAE Hunting and Pecking", number(PRIME), NUMBER));
            Optional<ECPoint> point = point(x, seed[seed.length - 1] & 1);
            if (point.isPresent()) {
                return point.get();
            }
        }
        throw new IllegalStateException("no password element");
    }

    private static Optional<ECPoint> point(BigInteger x, int parity) {
        if (x.compareTo(PRIME) >= 0) {
            return Optional.empty();
        }
        byte[] compressed = BigIntegers.asUnsignedByteArray(NUMBER + 1, x);
        compressed[0] = (byte) (2 | parity);
        try {
            return Optional.of(CURVE.decodePoint(compressed));
        } catch (IllegalArgumentException notOnTheCurve) {
            return Optional.empty();
        }
    }

    private static byte[] number(BigInteger value) {
        return BigIntegers.asUnsignedByteArray(NUMBER, value);
    }

    private static byte[] bytes(BigInteger scalar, ECPoint element) {
        byte[] bytes = new byte[3 * NUMBER];
        System.arraycopy(number(scalar), 0, bytes, 0, NUMBER);
        // Without the byte that says that it is not compressed.
        System.arraycopy(element.getEncoded(false), 1, bytes, NUMBER, 2 * NUMBER);
        return bytes;
    }

    /** The sequence number of the message that is due. */
    public int due() {
        return agreement.isPresent() ? CONFIRM : COMMIT;
    }

    /** The message that is due. */
    public byte[] message() {
        return agreement.map(agreed -> confirm(1, agreed.confirmation, commitment, agreed.peer)).orElseGet(() -> {
            byte[] body = new byte[COMMIT_LENGTH];
            body[0] = GROUP;
            System.arraycopy(commitment, 0, body, 2, commitment.length);
            return body;
        });
    }

    /** Takes the other's commitment; false if it is none. */
    public boolean takeCommit(byte[] body) {
        if (agreement.isPresent() || body.length < COMMIT_LENGTH || body[0] != GROUP || body[1] != 0) {
            return false;
        }
        byte[] peer = Arrays.copyOfRange(body, 2, COMMIT_LENGTH);
        BigInteger peerScalar = new BigInteger(1, Arrays.copyOf(peer, NUMBER));
        byte[] encoded = Arrays.copyOfRange(body, 1 + NUMBER, COMMIT_LENGTH);
        encoded[0] = 4;
        if (Arrays.equals(peer, commitment) || peerScalar.compareTo(BigInteger.ONE) <= 0 || peerScalar.compareTo(ORDER) >= 0) {
            return false;
        }
        try {
            ECPoint shared = passwordElement.multiply(peerScalar).add(CURVE.decodePoint(encoded)).multiply(secret).normalize();
            agreement = shared.isInfinity() ? Optional.empty() : Optional.of(agree(peer, peerScalar, shared));
        } catch (IllegalArgumentException notOnTheCurve) {
            return false;
        }
        return agreement.isPresent();
    }

    private Agreement agree(byte[] peer, BigInteger peerScalar, ECPoint shared) {
        byte[] seed = HmacSha256.of(new byte[HmacSha256.LENGTH], shared.getAffineXCoord().getEncoded());
        byte[] context = number(scalar.add(peerScalar).mod(ORDER));
        byte[] keys = HmacSha256.kdf(seed, "SAE KCK and PMK", context, 2 * NUMBER);
        return new Agreement(peer, Arrays.copyOf(keys, NUMBER), Arrays.copyOfRange(keys, NUMBER, 2 * NUMBER));
    }

    private static byte[] confirm(int count, byte[] key, byte[] from, byte[] to) {
        byte[] body = new byte[CONFIRM_LENGTH];
        body[0] = (byte) count;
        body[1] = (byte) (count >>> 8);
        System.arraycopy(HmacSha256.of(key, Arrays.copyOf(body, 2), from, to), 0, body, 2, HmacSha256.LENGTH);
        return body;
    }

    /** Takes the other's confirmation, and gives the master key; empty if the other does not know the password. */
    public Optional<PairwiseMasterKey> takeConfirm(byte[] body) {
        return agreement.filter(agreed -> body.length >= CONFIRM_LENGTH
                && MessageDigest.isEqual(Arrays.copyOf(body, CONFIRM_LENGTH),
                        confirm(body[0] & 0xFF | (body[1] & 0xFF) << 8, agreed.confirmation, agreed.peer, commitment)))
                .map(agreed -> PairwiseMasterKey.agreed(password, agreed.masterKey));
    }
}
