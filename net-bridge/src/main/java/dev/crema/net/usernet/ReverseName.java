package dev.crema.net.usernet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The names under which the names of addresses are asked for: RFC 1035, section 3.5, and RFC 3596, section 2.5. */
final class ReverseName {
    private static final String IPV4 = ".in-addr.arpa";
    private static final String IPV6 = ".ip6.arpa";

    private ReverseName() {
    }

    /** The address that a name, in lower case, asks for; empty if it is no such name. */
    static Optional<InetAddress> parse(String name) {
        if (name.endsWith(IPV4)) {
            return address(name.substring(0, name.length() - IPV4.length()).split("\\.", -1), "[0-9]{1,3}", 10, 4, Byte.SIZE);
        }
        if (name.endsWith(IPV6)) {
            return address(name.substring(0, name.length() - IPV6.length()).split("\\.", -1), "[0-9a-f]", 16, 32, 4);
        }
        return Optional.empty();
    }

    private static Optional<InetAddress> address(String[] digits, String digit, int radix, int count, int bitsEach) {
        if (digits.length != count) {
            return Optional.empty();
        }
        byte[] bytes = new byte[count * bitsEach / Byte.SIZE];
        for (int i = 0; i < count; i++) {
            String text = digits[count - 1 - i];
            if (!text.matches(digit) || Integer.parseInt(text, radix) >= 1 << bitsEach) {
                return Optional.empty();
            }
            int at = i * bitsEach / Byte.SIZE;
            bytes[at] = (byte) (bytes[at] << bitsEach | Integer.parseInt(text, radix));
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 bytes are an address", impossible);
        }
    }
}
