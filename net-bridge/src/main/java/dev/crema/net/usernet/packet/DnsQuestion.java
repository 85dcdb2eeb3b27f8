package dev.crema.net.usernet.packet;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * A query to a name server with what an answer needs of it: RFC 1035, section 4.
 *
 * @param id chosen by the client, the same in the answer
 * @param operation 0 for a query
 * @param recursionDesired whether the client set RD
 * @param name asked for, without the dot at its end, in the letters the client used; empty if the question is malformed
 * @param type asked for, such as {@link DnsRecord#A}
 * @param bytes the question as it was asked, which answers repeat
 * @param longestAnswer how many bytes the client can take: 512, or more with EDNS
 */
public record DnsQuestion(int id, int operation, boolean recursionDesired, Optional<String> name, int type, byte[] bytes,
        int longestAnswer) {
    /** Bytes of the header before the question. */
    static final int HEADER = 12;

    private static final int RESPONSE = 0x8000;
    private static final int OPERATION_SHIFT = 11;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int CLASS_IN = 1;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 253;
    private static final int PLAIN_LIMIT = 512;
    /** So much fits into a frame with the headers of IP and UDP. */
    private static final int EDNS_LIMIT = 1_472;
    private static final int OPT = 41;

    /** Takes the payload of a datagram apart; empty if it cannot even be told that it is malformed. */
    public static Optional<DnsQuestion> parse(byte[] payload) {
        if (payload.length < HEADER) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(payload);
        int id = Short.toUnsignedInt(header.getShort());
        int flags = Short.toUnsignedInt(header.getShort());
        int questions = header.getShort();
        int others = Short.toUnsignedInt(header.getShort()) + Short.toUnsignedInt(header.getShort());
        int additional = Short.toUnsignedInt(header.getShort());
        if ((flags & RESPONSE) != 0) {
            return Optional.empty();
        }
        int operation = flags >>> OPERATION_SHIFT & 0xf;
        boolean recursionDesired = (flags & RECURSION_DESIRED) != 0;
        Optional<String> name = questions == 1 ? parseName(header) : Optional.empty();
        if (name.isEmpty() || header.remaining() < 2 * Short.BYTES) {
            return Optional.of(new DnsQuestion(id, operation, recursionDesired, Optional.empty(), 0, new byte[0], PLAIN_LIMIT));
        }
        int type = Short.toUnsignedInt(header.getShort());
        int queryClass = Short.toUnsignedInt(header.getShort());
        byte[] question = Arrays.copyOfRange(payload, HEADER, header.position());
        int limit = others == 0 && additional == 1 ? payloadSize(header).orElse(PLAIN_LIMIT) : PLAIN_LIMIT;
        return Optional.of(new DnsQuestion(id, operation, recursionDesired, queryClass == CLASS_IN ? name : Optional.empty(),
                type, question, Math.clamp(limit, PLAIN_LIMIT, EDNS_LIMIT)));
    }

    /** Labels up to the root; a question comes first, so there is nothing yet that a compressed name could point to. */
    private static Optional<String> parseName(ByteBuffer bytes) {
        StringJoiner name = new StringJoiner(".");
        try {
            for (int length = bytes.get(); length != 0; length = bytes.get()) {
                if (length < 0 || length > LONGEST_LABEL) {
                    return Optional.empty();
                }
                byte[] label = new byte[length];
                bytes.get(label);
                name.add(new String(label, StandardCharsets.ISO_8859_1));
            }
        } catch (BufferUnderflowException truncated) {
            return Optional.empty();
        }
        return Optional.of(name.toString()).filter(complete -> complete.length() <= LONGEST_NAME);
    }

    /** The size that an OPT pseudo record gives: RFC 6891, section 6.1.2. */
    private static OptionalInt payloadSize(ByteBuffer record) {
        boolean opt = record.remaining() >= 1 + 2 * Short.BYTES && record.get() == 0 && record.getShort() == OPT;
        return opt ? OptionalInt.of(Short.toUnsignedInt(record.getShort())) : OptionalInt.empty();
    }
}
