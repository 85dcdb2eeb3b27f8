package dev.crema.emulator.device;

import java.util.Arrays;
import org.bouncycastle.crypto.MultiBlockCipher;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * CCMP with one 128-bit key (IEEE 802.11-2020, 12.5.3): AES in counter mode with CBC-MAC, a message integrity code of 8 bytes, and
 * a length field of 2 (RFC 3610 with M = 8, L = 2).
 */
final class Ccmp implements FrameCipher {
    /** Bytes of the CCMP header: packet number and key id. */
    static final int HEADER = 8;
    /** Bytes of the message integrity code. */
    static final int MIC = 8;
    static final int KEY = 16;

    private static final int BLOCK = 16;
    private static final int NONCE = 13;
    private static final int MAC_FLAGS = 0x59;
    private static final int COUNTER_FLAGS = 1;

    private final MultiBlockCipher aes = AESEngine.newInstance();
    private final byte[] mac = new byte[BLOCK];
    private final byte[] counter = new byte[BLOCK];
    private final byte[] stream = new byte[BLOCK];
    private final byte[] aad = new byte[2 * BLOCK];

    Ccmp(byte[] key) {
        aes.init(true, new KeyParameter(key));
    }

    @Override
    public void encrypt(byte[] bytes, int start, int end) {
        MacHeader header = new MacHeader(bytes, start, end);
        int body = start + header.length() + HEADER;
        begin(header, bytes, start, end - MIC - body);
        authenticate(bytes, body, end - MIC);
        crypt(bytes, body, end - MIC);
        for (int i = 0; i < MIC; i++) {
            bytes[end - MIC + i] = mac[i];
        }
    }

    @Override
    public boolean decrypt(byte[] bytes, int start, int end) {
        MacHeader header = new MacHeader(bytes, start, end);
        int body = start + header.length() + HEADER;
        begin(header, bytes, start, end - MIC - body);
        crypt(bytes, body, end - MIC);
        authenticate(bytes, body, end - MIC);
        int difference = 0;
        for (int i = 0; i < MIC; i++) {
            difference |= mac[i] ^ bytes[end - MIC + i];
        }
        return difference == 0;
    }

    @Override
    public boolean isComplete(MacHeader header, int length) {
        return length >= header.length() + HEADER + MIC;
    }

    /** The first blocks of both modes and the additional data. */
    private void begin(MacHeader header, byte[] bytes, int start, int bodyLength) {
        int length = header.length();
        int packetNumber = start + length;
        counter[0] = COUNTER_FLAGS;
        counter[1] = (byte) (header.tid() | (header.type() == MacHeader.MANAGEMENT ? 0x10 : 0));
        System.arraycopy(bytes, start + 10, counter, 2, 6);
        counter[8] = bytes[packetNumber + 7];
        counter[9] = bytes[packetNumber + 6];
        counter[10] = bytes[packetNumber + 5];
        counter[11] = bytes[packetNumber + 4];
        counter[12] = bytes[packetNumber + 1];
        counter[13] = bytes[packetNumber];
        counter[14] = 0;
        counter[15] = 0;
        System.arraycopy(counter, 0, mac, 0, 1 + NONCE);
        mac[0] = MAC_FLAGS;
        mac[14] = (byte) (bodyLength >>> 8);
        mac[15] = (byte) bodyLength;
        aes.processBlock(mac, 0, mac, 0);
        int aadLength = additionalData(header, bytes, start);
        for (int block = 0; block < aadLength + 2; block += BLOCK) {
            for (int i = 0; i < BLOCK; i++) {
                mac[i] ^= aad[block + i];
            }
            aes.processBlock(mac, 0, mac, 0);
        }
    }

    /** The header with what may change on the way set to 0, after its length (12.5.3.3.3). */
    private int additionalData(MacHeader header, byte[] bytes, int start) {
        Arrays.fill(aad, (byte) 0);
        boolean data = header.type() == MacHeader.DATA;
        aad[2] = (byte) (bytes[start] & (data ? 0x8f : 0xff));
        aad[3] = (byte) (bytes[start + 1] & (header.hasQos() ? 0x47 : 0xc7) | 0x40);
        System.arraycopy(bytes, start + 4, aad, 4, 18);
        aad[22] = (byte) (bytes[start + 22] & 0x0f);
        int length = 22;
        if (header.hasAddress4()) {
            System.arraycopy(bytes, start + 24, aad, 2 + length, 6);
            length += 6;
        }
        if (header.hasQos()) {
            aad[2 + length] = (byte) header.tid();
            length += 2;
        }
        aad[1] = (byte) length;
        return length;
    }

    private void authenticate(byte[] bytes, int from, int to) {
        for (int block = from; block < to; block += BLOCK) {
            int count = Math.min(BLOCK, to - block);
            for (int i = 0; i < count; i++) {
                mac[i] ^= bytes[block + i];
            }
            aes.processBlock(mac, 0, mac, 0);
        }
        aes.processBlock(counterBlock(0), 0, stream, 0);
        for (int i = 0; i < MIC; i++) {
            mac[i] ^= stream[i];
        }
    }

    private void crypt(byte[] bytes, int from, int to) {
        int number = 1;
        for (int block = from; block < to; block += BLOCK) {
            aes.processBlock(counterBlock(number++), 0, stream, 0);
            int count = Math.min(BLOCK, to - block);
            for (int i = 0; i < count; i++) {
                bytes[block + i] ^= stream[i];
            }
        }
    }

    private byte[] counterBlock(int number) {
        counter[14] = (byte) (number >>> 8);
        counter[15] = (byte) number;
        return counter;
    }
}
