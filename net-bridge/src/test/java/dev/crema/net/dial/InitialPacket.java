package dev.crema.net.dial;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A client's Initial packet, whose keys anybody can derive (RFC 9001, section 5.2): for payloads that are wrong inside. */
final class InitialPacket {
    private static final byte[] SALT = HexFormat.of().parseHex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
    private static final int TAG = 16;
    private static final int PACKET_NUMBER = 4;
    private static final int SAMPLE = 16;

    private InitialPacket() {
    }

    /** A whole datagram of one packet, protected as it has to be. */
    static byte[] sealed(byte[] destination, byte[] source, int number, byte[] payload) {
        try {
            byte[] secret = expand(mac(SALT, destination), "client in", 32);
            int length = PACKET_NUMBER + payload.length + TAG;
            ByteBuffer header = ByteBuffer.allocate(64);
            header.put((byte) (0xc0 | PACKET_NUMBER - 1)).putInt(1).put((byte) destination.length).put(destination)
                    .put((byte) source.length).put(source).put((byte) 0).putShort((short) (0x4000 | length)).putInt(number);
            byte[] bare = Arrays.copyOf(header.array(), header.position());
            byte[] nonce = expand(secret, "quic iv", 12);
            for (int i = 0; i < PACKET_NUMBER; i++) {
                nonce[nonce.length - 1 - i] ^= (byte) (number >>> 8 * i);
            }
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            gcm.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(expand(secret, "quic key", 16), "AES"), new GCMParameterSpec(8 * TAG, nonce));
            gcm.updateAAD(bare);
            byte[] packet = ByteBuffer.allocate(bare.length + payload.length + TAG).put(bare).put(gcm.doFinal(payload)).array();
            protect(packet, bare.length - PACKET_NUMBER, expand(secret, "quic hp", 16));
            return packet;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Header protection: RFC 9001, section 5.4. */
    private static void protect(byte[] packet, int numberAt, byte[] key) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        byte[] mask = aes.doFinal(packet, numberAt + PACKET_NUMBER, SAMPLE);
        packet[0] ^= (byte) (mask[0] & 0xf);
        for (int i = 0; i < PACKET_NUMBER; i++) {
            packet[numberAt + i] ^= mask[1 + i];
        }
    }

    /** HKDF-Expand-Label of one block (RFC 8446, section 7.1). */
    private static byte[] expand(byte[] secret, String label, int length) throws GeneralSecurityException {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info = ByteBuffer.allocate(5 + name.length).putShort((short) length).put((byte) name.length).put(name)
                .put((byte) 0).put((byte) 1).array();
        return Arrays.copyOf(mac(secret, info), length);
    }

    private static byte[] mac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }
}
