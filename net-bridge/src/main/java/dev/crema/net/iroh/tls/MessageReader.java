package dev.crema.net.iroh.tls;

import java.util.Arrays;

/** Takes a handshake message apart; whatever is not there is a {@link Alert#DECODE_ERROR}. */
final class MessageReader {
    private final byte[] bytes;
    private final int end;
    private int offset;

    private MessageReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.offset = from;
        this.end = end;
    }

    MessageReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** The body of a message of a type, whose header says how long it is. */
    static MessageReader body(byte[] message, MessageType type) throws TlsException {
        MessageReader reader = new MessageReader(message);
        if (reader.number(1) != type.value()) {
            throw new TlsException(Alert.UNEXPECTED_MESSAGE, "a message is no " + type);
        }
        MessageReader body = reader.vector(3);
        reader.end();
        return body;
    }

    boolean atEnd() {
        return offset == end;
    }

    /** A big-endian number of up to 3 bytes. */
    int number(int size) throws TlsException {
        need(size);
        int value = 0;
        for (int i = 0; i < size; i++) {
            value = value << Byte.SIZE | bytes[offset++] & 0xff;
        }
        return value;
    }

    byte[] take(int length) throws TlsException {
        need(length);
        byte[] taken = Arrays.copyOfRange(bytes, offset, offset + length);
        offset += length;
        return taken;
    }

    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, offset, end);
        offset = end;
        return rest;
    }

    /** What follows a length of so many bytes. */
    MessageReader vector(int lengthSize) throws TlsException {
        int length = number(lengthSize);
        need(length);
        offset += length;
        return new MessageReader(bytes, offset - length, offset);
    }

    /** Whether a list of numbers of so many bytes each holds a number; reads it to its end. */
    boolean lists(int size, int value) throws TlsException {
        boolean found = false;
        while (!atEnd()) {
            found |= number(size) == value;
        }
        return found;
    }

    /** There must be nothing more. */
    void end() throws TlsException {
        if (!atEnd()) {
            throw new TlsException(Alert.DECODE_ERROR, "a message has " + (end - offset) + " bytes too many");
        }
    }

    private void need(int length) throws TlsException {
        if (length > end - offset) {
            throw new TlsException(Alert.DECODE_ERROR, "a message ends " + (length - (end - offset)) + " bytes too early");
        }
    }
}
