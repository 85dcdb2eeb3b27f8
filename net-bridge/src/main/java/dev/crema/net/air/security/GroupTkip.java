package dev.crema.net.air.security;

import dev.crema.emulator.device.Tkip;
import dev.crema.net.air.frame.Mpdu;
import java.util.Arrays;
import java.util.Optional;

/**
 * TKIP with the key of a group (section 12.5.2), as networks have it that serve WPA and WPA2 alike: the access points of ESP-IDF up
 * to 4.1. Behind the temporal key of 16 bytes are 8 for the integrity code of the access point, and 8 for that of stations.
 */
final class GroupTkip implements CipherSuite {
    /** Set in the second byte of each frame's RC4 key, and repeated in the header. */
    private static final int SEED = 0x20;
    private static final int CODES = 16;
    private static final int CODE = 8;

    private final Tkip accessPoint;
    private final Tkip station;

    GroupTkip(byte[] key) {
        station = new Tkip(key);
        byte[] exchanged = key.clone();
        System.arraycopy(key, CODES, exchanged, CODES + CODE, CODE);
        System.arraycopy(key, CODES + CODE, exchanged, CODES, CODE);
        accessPoint = new Tkip(exchanged);
    }

    @Override
    public byte[] seal(Mpdu mpdu, long packetNumber, int keyId) {
        byte[] plain = mpdu.bytes();
        int header = mpdu.bodyOffset();
        byte[] sealed = new byte[plain.length + Tkip.HEADER + Tkip.TRAILER];
        System.arraycopy(plain, 0, sealed, 0, header);
        System.arraycopy(plain, header, sealed, header + Tkip.HEADER, plain.length - header);
        sealed[1] |= Mpdu.PROTECTED;
        sealed[header] = (byte) (packetNumber >>> 8);
        sealed[header + 1] = (byte) ((packetNumber >>> 8 | SEED) & 0x7F);
        sealed[header + 2] = (byte) packetNumber;
        ExtendedIv.put(sealed, header, packetNumber, keyId);
        accessPoint.encrypt(sealed, 0, sealed.length);
        return sealed;
    }

    @Override
    public Optional<byte[]> open(Mpdu mpdu) {
        byte[] sealed = mpdu.bytes().clone();
        int header = mpdu.bodyOffset();
        int body = header + Tkip.HEADER;
        int end = sealed.length - Tkip.TRAILER;
        if (end < body || !ExtendedIv.isIn(mpdu) || !station.decrypt(sealed, 0, sealed.length)) {
            return Optional.empty();
        }
        System.arraycopy(sealed, body, sealed, header, end - body);
        sealed[1] &= ~Mpdu.PROTECTED;
        return Optional.of(Arrays.copyOf(sealed, header + end - body));
    }

    @Override
    public long packetNumber(Mpdu mpdu) {
        byte[] bytes = mpdu.bytes();
        int at = mpdu.bodyOffset();
        return ExtendedIv.upper(mpdu) | (bytes[at] & 0xFF) << 8 | bytes[at + 2] & 0xFF;
    }
}
