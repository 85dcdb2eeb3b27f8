package dev.crema.net.iroh.ticket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Reads a ticket's bytes: see {@link TicketEncoder}. */
final class TicketDecoder {
    private static final int MAX_PORT = 0xffff;

    private final byte[] bytes;
    private int offset;

    TicketDecoder(byte[] bytes) {
        this.bytes = bytes;
    }

    Ticket ticket() {
        long variant = number("the format");
        if (variant != TicketEncoder.VARIANT) {
            throw wrong("the format is " + Long.toUnsignedString(variant) + ", and only 0 is known");
        }
        EndpointId id = EndpointId.of(take(EndpointId.SIZE, "the endpoint's id"))
                .orElseThrow(() -> wrong("its id is no point of Ed25519, so no endpoint can hold it"));
        long count = number("the number of addresses");
        List<TicketAddress> addresses = new ArrayList<>();
        for (long i = 0; Long.compareUnsigned(i, count) < 0; i++) {
            addresses.add(address());
        }
        if (offset < bytes.length) {
            throw wrong((bytes.length - offset) + " bytes follow its end");
        }
        return new Ticket(id, addresses);
    }

    private TicketAddress address() {
        long kind = number("the kind of an address");
        if (kind == TicketEncoder.RELAY) {
            return new TicketAddress.Relay(url());
        }
        if (kind == TicketEncoder.IP) {
            return new TicketAddress.Ip(socket());
        }
        if (kind == TicketEncoder.CUSTOM) {
            return new TicketAddress.Custom(number("a transport's number"), HexFormat.of().formatHex(string("a transport's data")));
        }
        throw wrong("an address is of kind " + Long.toUnsignedString(kind) + "; 0 (relay), 1 (IP) and 2 (custom) are known");
    }

    private String url() {
        byte[] url = string("a relay's URL");
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(url)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw wrong("a relay's URL is not UTF-8");
        }
    }

    private InetSocketAddress socket() {
        long version = number("the version of an IP address");
        if (version != TicketEncoder.V4 && version != TicketEncoder.V6) {
            throw wrong("an IP address is of version " + Long.toUnsignedString(version) + "; 0 (IPv4) and 1 (IPv6) are known");
        }
        byte[] host = take(version == TicketEncoder.V4 ? 4 : 16, "an IP address");
        long port = number("a port");
        if (port < 0 || port > MAX_PORT) {
            throw wrong("there is no port " + Long.toUnsignedString(port));
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(host), (int) port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] string(String what) {
        long length = number("the length of " + what);
        if (length < 0 || length > bytes.length - offset) {
            throw endsIn(what);
        }
        return take((int) length, what);
    }

    /** LEB128 of up to 64 bits. */
    private long number(String what) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            long octet = take(1, what)[0];
            value |= (octet & 0x7f) << shift;
            if (octet >= 0) {
                if (shift == 63 && octet > 1) {
                    break;
                }
                return value;
            }
        }
        throw wrong(what + " has more than 64 bits");
    }

    private byte[] take(int length, String what) {
        if (length > bytes.length - offset) {
            throw endsIn(what);
        }
        byte[] taken = Arrays.copyOfRange(bytes, offset, offset + length);
        offset += length;
        return taken;
    }

    private MalformedTicketException endsIn(String what) {
        return wrong("its " + bytes.length + " bytes end within " + what);
    }

    private static MalformedTicketException wrong(String what) {
        return new MalformedTicketException("The ticket is damaged: " + what);
    }
}
