package dev.crema.net.air.security;

import dev.crema.net.air.frame.FrameKind;
import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.ethernet.MacAddress;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.modes.CCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** CTR with CBC-MAC protocol: encrypts and decrypts frames with one key (section 12.5.3). */
public final class Ccmp implements CipherSuite {
    /** Length of the header between the frame's header and its encrypted body. */
    public static final int HEADER = ExtendedIv.LENGTH;
    /** Length of the integrity check behind the encrypted body. */
    public static final int MIC = 8;

    private static final int NONCE = 13;
    private static final int MANAGEMENT = 0x10;
    private static final int ADDRESSES = 3 * MacAddress.LENGTH;

    private final CCMModeCipher cipher = CCMBlockCipher.newInstance(AESEngine.newInstance());
    private final KeyParameter key;

    /** CCMP with a temporal key of 16 bytes. */
    public Ccmp(byte[] key) {
        this.key = new KeyParameter(key);
    }

    @Override
    public byte[] seal(Mpdu mpdu, long packetNumber, int keyId) {
        byte[] plain = mpdu.bytes();
        int header = mpdu.bodyOffset();
        byte[] sealed = new byte[plain.length + HEADER + MIC];
        System.arraycopy(plain, 0, sealed, 0, header);
        sealed[1] |= Mpdu.PROTECTED;
        putHeader(sealed, header, packetNumber, keyId);
        try {
            crypt(true, mpdu, packetNumber, plain, header, plain.length - header, sealed);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("encryption checks nothing", e);
        }
        return sealed;
    }

    @Override
    public Optional<byte[]> open(Mpdu mpdu) {
        byte[] sealed = mpdu.bytes();
        int header = mpdu.bodyOffset();
        int length = sealed.length - header - HEADER;
        if (length < MIC || !ExtendedIv.isIn(mpdu)) {
            return Optional.empty();
        }
        byte[] plain = Arrays.copyOf(sealed, sealed.length - HEADER - MIC);
        plain[1] &= ~Mpdu.PROTECTED;
        try {
            crypt(false, mpdu, packetNumber(mpdu), sealed, header + HEADER, length, plain);
            return Optional.of(plain);
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
    }

    private void crypt(boolean seal, Mpdu mpdu, long packetNumber, byte[] in, int at, int length, byte[] out)
            throws InvalidCipherTextException {
        cipher.init(seal, new AEADParameters(key, 8 * MIC, nonce(mpdu, packetNumber), associated(mpdu)));
        byte[] result = new byte[cipher.getOutputSize(length)];
        int done = cipher.processBytes(in, at, length, result, 0);
        done += cipher.doFinal(result, done);
        System.arraycopy(result, 0, out, mpdu.bodyOffset() + (seal ? HEADER : 0), done);
    }

    @Override
    public long packetNumber(Mpdu mpdu) {
        byte[] bytes = mpdu.bytes();
        int at = mpdu.bodyOffset();
        return ExtendedIv.upper(mpdu) | (bytes[at + 1] & 0xFF) << 8 | bytes[at] & 0xFF;
    }

    /** The number of the key that a protected frame with a body of at least a header's length was encrypted with. */
    public static int keyId(Mpdu mpdu) {
        return mpdu.bytes()[mpdu.bodyOffset() + 3] >>> 6 & 3;
    }

    private static void putHeader(byte[] out, int at, long packetNumber, int keyId) {
        out[at] = (byte) packetNumber;
        out[at + 1] = (byte) (packetNumber >>> 8);
        out[at + 2] = 0;
        ExtendedIv.put(out, at, packetNumber, keyId);
    }

    /** Section 12.5.3.3.4. */
    private static byte[] nonce(Mpdu mpdu, long packetNumber) {
        byte[] nonce = new byte[NONCE];
        nonce[0] = (byte) (mpdu.qosControl() & 0xF | (mpdu.kind().isManagement() ? MANAGEMENT : 0));
        mpdu.transmitter().put(nonce, 1);
        new MacAddress(packetNumber).put(nonce, 7);
        return nonce;
    }

    /** Additional authentication data, section 12.5.3.3.3: the header without what changes when a frame is repeated. */
    private static byte[] associated(Mpdu mpdu) {
        byte[] bytes = mpdu.bytes();
        boolean fourth = mpdu.toDs() && mpdu.fromDs();
        boolean qos = mpdu.kind().isQos();
        byte[] data = new byte[22 + (fourth ? MacAddress.LENGTH : 0) + (qos ? 2 : 0)];
        // Subtype bits 4 to 6 of data; retry, power management, more data; order with QoS.
        data[0] = (byte) (mpdu.kind().isData() ? bytes[0] & 0x8F : bytes[0]);
        data[1] = (byte) (bytes[1] & (qos ? 0x47 : 0xC7) | Mpdu.PROTECTED);
        System.arraycopy(bytes, 4, data, 2, ADDRESSES);
        data[2 + ADDRESSES] = (byte) (bytes[4 + ADDRESSES] & 0x0F);
        if (fourth) {
            System.arraycopy(bytes, Mpdu.HEADER, data, 22, MacAddress.LENGTH);
        }
        if (qos) {
            data[data.length - 2] = (byte) (mpdu.qosControl() & 0x0F);
        }
        return data;
    }

    /** Whether a frame has a body long enough for CCMP, and so for the header of any suite. */
    public static boolean fits(Mpdu mpdu) {
        FrameKind kind = mpdu.kind();
        return mpdu.isProtected() && !kind.isControl() && mpdu.bytes().length >= mpdu.bodyOffset() + HEADER + MIC;
    }
}
