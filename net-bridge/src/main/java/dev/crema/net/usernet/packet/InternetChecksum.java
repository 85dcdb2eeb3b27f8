package dev.crema.net.usernet.packet;

import java.nio.ByteBuffer;

/** The checksum of IP, ICMP, UDP and TCP: RFC 1071. */
final class InternetChecksum {
    private InternetChecksum() {
    }

    /** Over bytes that include the checksum it is 0 if they are intact. */
    static int of(byte[] bytes, int length) {
        return finish(sum(bytes, length));
    }

    /** With the pseudo header of UDP and TCP: RFC 9293, section 3.1. */
    static int of(Ipv4Address source, Ipv4Address destination, int protocol, byte[] bytes) {
        long addresses = Integer.toUnsignedLong(source.bits()) + Integer.toUnsignedLong(destination.bits());
        return finish(sum(bytes, bytes.length) + addresses + protocol + bytes.length);
    }

    private static long sum(byte[] bytes, int length) {
        ByteBuffer words = ByteBuffer.wrap(bytes, 0, length);
        long sum = 0;
        while (words.remaining() >= Integer.BYTES) {
            sum += Integer.toUnsignedLong(words.getInt());
        }
        if (words.remaining() >= Short.BYTES) {
            sum += Short.toUnsignedInt(words.getShort());
        }
        if (words.hasRemaining()) {
            sum += Byte.toUnsignedInt(words.get()) << Byte.SIZE;
        }
        return sum;
    }

    private static int finish(long sum) {
        long folded = sum;
        while (folded >>> Short.SIZE != 0) {
            folded = (folded & 0xffff) + (folded >>> Short.SIZE);
        }
        return (int) ~folded & 0xffff;
    }
}
