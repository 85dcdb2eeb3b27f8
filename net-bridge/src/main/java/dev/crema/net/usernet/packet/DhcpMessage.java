package dev.crema.net.usernet.packet;

import dev.crema.net.ethernet.MacAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A DHCP message: RFC 2131, section 2.
 *
 * @param operation {@link #BOOTREQUEST} or {@link #BOOTREPLY}
 * @param transaction chosen by the client, the same in the answer
 * @param broadcast whether the client can take answers only as broadcasts
 * @param clientAddress ciaddr, what the client has already
 * @param yourAddress yiaddr, what the client is given
 * @param client chaddr, the client's address on the LAN
 * @param options by code, see RFC 2132; at most 255 bytes each
 */
public record DhcpMessage(int operation, int transaction, boolean broadcast, Ipv4Address clientAddress, Ipv4Address yourAddress,
        MacAddress client, SortedMap<Integer, byte[]> options) {
    /** From a client. */
    public static final int BOOTREQUEST = 1;
    /** From a server. */
    public static final int BOOTREPLY = 2;

    /** Where servers listen. */
    public static final int SERVER_PORT = 67;
    /** Where clients listen. */
    public static final int CLIENT_PORT = 68;

    /** Option: which addresses are on this network. */
    public static final int SUBNET_MASK = 1;
    /** Option: the gateway. */
    public static final int ROUTER = 3;
    /** Option: who resolves names. */
    public static final int DOMAIN_NAME_SERVER = 6;
    /** Option: what the client calls itself. */
    public static final int HOST_NAME = 12;
    /** Option: the address for all on this network. */
    public static final int BROADCAST_ADDRESS = 28;
    /** Option: the address that the client wants. */
    public static final int REQUESTED_ADDRESS = 50;
    /** Option: for how many seconds the address is the client's. */
    public static final int LEASE_TIME = 51;
    /** Option: {@link Type}. */
    public static final int MESSAGE_TYPE = 53;
    /** Option: which server answers, or is answered. */
    public static final int SERVER_IDENTIFIER = 54;
    /** Option: which of the options the client wants. */
    public static final int PARAMETER_REQUEST_LIST = 55;
    /** Option: who the client is, if that is not its address on the LAN. */
    public static final int CLIENT_IDENTIFIER = 61;

    private static final int PAD = 0;
    private static final int END = 255;
    private static final int ETHERNET = 1;
    private static final int BROADCAST_FLAG = 0x8000;
    private static final int MAGIC_COOKIE = 0x63825363;
    private static final int SERVER_NAME_AND_FILE = 64 + 128;
    private static final int CHADDR = 16;
    private static final int OPTIONS_AT = 240;
    /** What a BOOTP relay may insist on: RFC 1542, section 2.1. */
    private static final int SHORTEST = 300;

    /** What a message says: RFC 2132, section 9.6. */
    public enum Type {
        /** Is there a server? */
        DISCOVER,
        /** Yes, with this address for you. */
        OFFER,
        /** I take that, or want to keep what I have. */
        REQUEST,
        /** Somebody else has that address already. */
        DECLINE,
        /** It is yours. */
        ACK,
        /** It is not. */
        NAK,
        /** I need it no more. */
        RELEASE,
        /** I have an address, and want the rest. */
        INFORM;

        private static final Type[] BY_CODE = values();

        private int code() {
            return ordinal() + 1;
        }
    }

    /** Takes the payload of a datagram apart; empty if it is no DHCP message for Ethernet. */
    public static Optional<DhcpMessage> parse(byte[] payload) {
        if (payload.length < OPTIONS_AT) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        int operation = bytes.get();
        boolean ethernet = bytes.get() == ETHERNET && bytes.get() == MacAddress.LENGTH;
        bytes.get();
        int transaction = bytes.getInt();
        bytes.getShort();
        boolean broadcast = (bytes.getShort() & BROADCAST_FLAG) != 0;
        Ipv4Address clientAddress = Ipv4Address.get(bytes);
        Ipv4Address yourAddress = Ipv4Address.get(bytes);
        bytes.getLong();
        MacAddress client = MacAddress.get(bytes);
        bytes.position(OPTIONS_AT - Integer.BYTES);
        if (!ethernet || bytes.getInt() != MAGIC_COOKIE) {
            return Optional.empty();
        }
        return parseOptions(bytes)
                .map(options -> new DhcpMessage(operation, transaction, broadcast, clientAddress, yourAddress, client, options));
    }

    private static Optional<SortedMap<Integer, byte[]>> parseOptions(ByteBuffer bytes) {
        SortedMap<Integer, byte[]> options = new TreeMap<>();
        while (bytes.hasRemaining()) {
            int code = Byte.toUnsignedInt(bytes.get());
            if (code == END) {
                break;
            }
            if (code == PAD) {
                continue;
            }
            if (!bytes.hasRemaining()) {
                return Optional.empty();
            }
            byte[] value = new byte[Byte.toUnsignedInt(bytes.get())];
            if (value.length > bytes.remaining()) {
                return Optional.empty();
            }
            bytes.get(value);
            options.put(code, value);
        }
        return Optional.of(options);
    }

    /** What the message says; empty if it is BOOTP only. */
    public Optional<Type> type() {
        return option(MESSAGE_TYPE, 1).map(value -> value[0] - 1)
                .filter(index -> index >= 0 && index < Type.BY_CODE.length).map(index -> Type.BY_CODE[index]);
    }

    /** An option that holds at least one address: the first. */
    public Optional<Ipv4Address> address(int code) {
        return option(code, Ipv4Address.BYTES).map(value -> Ipv4Address.get(ByteBuffer.wrap(value)));
    }

    /** An option that holds a number of 32 bits. */
    public Optional<Integer> number(int code) {
        return option(code, Integer.BYTES).map(value -> ByteBuffer.wrap(value).getInt());
    }

    /** An option that holds text; what is not printable ASCII in it is replaced by question marks. */
    public Optional<String> text(int code) {
        return option(code, 1).map(value -> new String(value, StandardCharsets.US_ASCII).replaceAll("[^!-~]", "?"));
    }

    private Optional<byte[]> option(int code, int atLeast) {
        return Optional.ofNullable(options.get(code)).filter(value -> value.length >= atLeast);
    }

    /** The same message with another option. */
    public DhcpMessage with(int code, byte[] value) {
        SortedMap<Integer, byte[]> more = new TreeMap<>(options);
        more.put(code, value);
        return new DhcpMessage(operation, transaction, broadcast, clientAddress, yourAddress, client, more);
    }

    /** The same message with another option, an address. */
    public DhcpMessage with(int code, Ipv4Address value) {
        return with(code, value.toBytes());
    }

    /** The same message with another option, a number of 32 bits. */
    public DhcpMessage with(int code, int value) {
        return with(code, ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    /** The same message with its type. */
    public DhcpMessage with(Type type) {
        return with(MESSAGE_TYPE, new byte[] {(byte) type.code()});
    }

    /** A client's message, without options yet. */
    public static DhcpMessage request(int transaction, MacAddress client, Ipv4Address clientAddress) {
        return new DhcpMessage(BOOTREQUEST, transaction, false, clientAddress, Ipv4Address.UNSPECIFIED, client, new TreeMap<>());
    }

    /** The answer to a message, without options yet, but for the client's identifier, which RFC 6842 wants back. */
    public DhcpMessage reply(Ipv4Address given) {
        DhcpMessage reply = new DhcpMessage(BOOTREPLY, transaction, broadcast, clientAddress, given, client, new TreeMap<>());
        return option(CLIENT_IDENTIFIER, 1).map(identifier -> reply.with(CLIENT_IDENTIFIER, identifier)).orElse(reply);
    }

    /** The payload of a datagram. */
    public byte[] toBytes() {
        int length = OPTIONS_AT + options.values().stream().mapToInt(value -> 2 + value.length).sum() + 1;
        ByteBuffer bytes = ByteBuffer.allocate(Math.max(SHORTEST, length))
                .put((byte) operation).put((byte) ETHERNET).put((byte) MacAddress.LENGTH).put((byte) 0)
                .putInt(transaction).putShort((short) 0).putShort((short) (broadcast ? BROADCAST_FLAG : 0));
        clientAddress.put(bytes);
        yourAddress.put(bytes);
        bytes.putLong(0);
        client.put(bytes);
        bytes.put(new byte[CHADDR - MacAddress.LENGTH + SERVER_NAME_AND_FILE]).putInt(MAGIC_COOKIE);
        options.forEach((code, value) -> bytes.put((byte) (int) code).put((byte) value.length).put(value));
        bytes.put((byte) END);
        return bytes.array();
    }
}
