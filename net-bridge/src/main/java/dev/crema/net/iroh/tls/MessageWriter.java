package dev.crema.net.iroh.tls;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Puts a handshake message together. */
final class MessageWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A whole message: type, length in 3 bytes, body. */
    static byte[] message(MessageType type, Consumer<MessageWriter> body) {
        return new MessageWriter().number(1, type.value()).vector(3, body).bytes();
    }

    MessageWriter number(int size, int value) {
        for (int shift = (size - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes.write(value >>> shift);
        }
        return this;
    }

    MessageWriter bytes(byte[] content) {
        bytes.writeBytes(content);
        return this;
    }

    /** Content behind its length, which takes so many bytes. */
    MessageWriter vector(int lengthSize, Consumer<MessageWriter> content) {
        MessageWriter inner = new MessageWriter();
        content.accept(inner);
        return number(lengthSize, inner.bytes.size()).bytes(inner.bytes());
    }

    MessageWriter extension(int type, Consumer<MessageWriter> content) {
        return number(2, type).vector(2, content);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
