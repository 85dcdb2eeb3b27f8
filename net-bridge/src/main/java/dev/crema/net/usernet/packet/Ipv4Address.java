package dev.crema.net.usernet.packet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An IPv4 address.
 *
 * @param bits the first byte on the wire is the most significant
 */
public record Ipv4Address(int bits) {
    /** Bytes of an address on the wire. */
    public static final int BYTES = 4;
    /** 0.0.0.0: this host, whose address is not known yet. */
    public static final Ipv4Address UNSPECIFIED = new Ipv4Address(0);
    /** 255.255.255.255: everybody on this network. */
    public static final Ipv4Address BROADCAST = new Ipv4Address(-1);
    /** 127.0.0.1: the host itself. */
    public static final Ipv4Address LOOPBACK = of(127, 0, 0, 1);

    /** An address from its four numbers, each 0 to 255. */
    public static Ipv4Address of(int first, int second, int third, int fourth) {
        return new Ipv4Address(first << 24 | second << 16 | third << 8 | fourth);
    }

    /** An address from the usual notation, such as {@code 10.0.2.15}; empty if it is none. */
    public static Optional<Ipv4Address> parse(String dotted) {
        String[] numbers = dotted.split("\\.", -1);
        if (numbers.length != BYTES) {
            return Optional.empty();
        }
        int bits = 0;
        for (String number : numbers) {
            if (!number.matches("[0-9]{1,3}") || Integer.parseInt(number) > 255) {
                return Optional.empty();
            }
            bits = bits << Byte.SIZE | Integer.parseInt(number);
        }
        return Optional.of(new Ipv4Address(bits));
    }

    /** The IPv4 address in one of Java's; empty for IPv6. */
    public static Optional<Ipv4Address> of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == BYTES ? Optional.of(get(ByteBuffer.wrap(bytes))) : Optional.empty();
    }

    /** Reads an address. */
    public static Ipv4Address get(ByteBuffer from) {
        return new Ipv4Address(from.getInt());
    }

    /** Writes the address. */
    public void put(ByteBuffer to) {
        to.putInt(bits);
    }

    /** Its four bytes. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putInt(bits).array();
    }

    /** The address as Java's. */
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(toBytes());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    /** Whether it is one of 127.0.0.0/8. */
    public boolean isLoopback() {
        return bits >>> 24 == 127;
    }

    /** Whether it is one of 169.254.0.0/16, which hosts give themselves: RFC 3927. */
    public boolean isLinkLocal() {
        return bits >>> 16 == (169 << 8 | 254);
    }

    /** Whether packets from it can be answered: it is not unspecified, multicast, reserved or broadcast. */
    public boolean isUnicast() {
        return bits >>> 24 != 0 && bits >>> 28 < 0xe;
    }

    /** The address a number further on. */
    public Ipv4Address plus(int number) {
        return new Ipv4Address(bits + number);
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
