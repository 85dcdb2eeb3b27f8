package dev.crema.net.usernet.packet;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The answer to a {@link DnsQuestion}.
 *
 * @param code how it went
 * @param records none if the name exists but has nothing of the type
 */
public record DnsAnswer(Code code, List<DnsRecord> records) {
    private static final int RESPONSE = 0x8000;
    private static final int OPERATION_SHIFT = 11;
    private static final int TRUNCATED = 0x0200;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RECURSION_AVAILABLE = 0x0080;
    private static final int CLASS_IN = 1;
    private static final int TIME_TO_LIVE_SECONDS = 60;
    /** A compressed name: what stands where the question begins. */
    private static final int NAME_OF_THE_QUESTION = 0xc000 | DnsQuestion.HEADER;
    private static final int RECORD_HEADER = 12;

    /** The answer's RCODE: RFC 1035, section 4.1.1. */
    public enum Code {
        /** The question is answered. */
        NO_ERROR,
        /** The question is malformed. */
        FORMAT_ERROR,
        /** The answer cannot be had now. */
        SERVER_FAILURE,
        /** There is no such name: NXDOMAIN. */
        NAME_ERROR,
        /** Such questions are not answered here. */
        NOT_IMPLEMENTED,
        /** The answer is not given to this client. */
        REFUSED
    }

    /** An answer without records. */
    public DnsAnswer(Code code) {
        this(code, List.of());
    }

    /** The payload of a datagram: with as many records as the client can take, marked as truncated if that is not all. */
    public byte[] toBytes(DnsQuestion question) {
        int length = DnsQuestion.HEADER + question.bytes().length;
        int count = 0;
        for (DnsRecord answer : records) {
            int more = RECORD_HEADER + answer.data().length;
            if (length + more > question.longestAnswer()) {
                break;
            }
            length += more;
            count++;
        }
        int flags = RESPONSE | question.operation() << OPERATION_SHIFT | RECURSION_AVAILABLE | code.ordinal()
                | (question.recursionDesired() ? RECURSION_DESIRED : 0) | (count < records.size() ? TRUNCATED : 0);
        ByteBuffer bytes = ByteBuffer.allocate(length)
                .putShort((short) question.id()).putShort((short) flags)
                .putShort((short) (question.bytes().length == 0 ? 0 : 1)).putShort((short) count).putInt(0)
                .put(question.bytes());
        for (DnsRecord answer : records.subList(0, count)) {
            bytes.putShort((short) NAME_OF_THE_QUESTION).putShort((short) answer.type()).putShort((short) CLASS_IN)
                    .putInt(TIME_TO_LIVE_SECONDS).putShort((short) answer.data().length).put(answer.data());
        }
        return bytes.array();
    }
}
