package dev.crema.net.usernet.packet;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * What a question for the time and its answer need of an NTP packet: RFC 4330, section 4.
 *
 * @param version 1 to 4
 * @param transmitted the time at which the client sent it, as a 64-bit NTP timestamp
 */
public record SntpPacket(int version, long transmitted) {
    private static final int LENGTH = 48;
    private static final int CLIENT = 3;
    private static final int SERVER = 4;
    private static final int TRANSMIT_AT = 40;
    private static final int PRIMARY_REFERENCE = 1;
    private static final int REFERENCE_LOCAL = 'L' << 24 | 'O' << 16 | 'C' << 8 | 'L';
    /** Of the server's clock, as a power of two in seconds: 2 ns are the nearest to a tick of 480 MHz. */
    private static final int PRECISION = -29;
    /** From 1900, where NTP starts, to 1970. */
    private static final long SECONDS_TO_UNIX_EPOCH = 2_208_988_800L;

    /** Takes a question apart; empty if it is none. */
    public static Optional<SntpPacket> parse(byte[] payload) {
        if (payload.length < LENGTH) {
            return Optional.empty();
        }
        int version = payload[0] >>> 3 & 7;
        int mode = payload[0] & 7;
        return mode == CLIENT && version >= 1 && version <= 4
                ? Optional.of(new SntpPacket(version, ByteBuffer.wrap(payload).getLong(TRANSMIT_AT))) : Optional.empty();
    }

    /** The answer of a server whose clock shows a time. */
    public byte[] answer(Instant now) {
        long timestamp = timestamp(now);
        return ByteBuffer.allocate(LENGTH)
                .put((byte) (version << 3 | SERVER)).put((byte) PRIMARY_REFERENCE).put((byte) 0).put((byte) PRECISION)
                .putInt(0).putInt(0).putInt(REFERENCE_LOCAL)
                .putLong(timestamp).putLong(transmitted).putLong(timestamp).putLong(timestamp)
                .array();
    }

    private static long timestamp(Instant instant) {
        long fraction = ((long) instant.getNano() << Integer.SIZE) / 1_000_000_000;
        return instant.getEpochSecond() + SECONDS_TO_UNIX_EPOCH << Integer.SIZE | fraction;
    }
}
