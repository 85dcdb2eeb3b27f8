package tech.kwik.agent15.engine;

import dev.crema.net.iroh.quic.RawMessages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import tech.kwik.agent15.ProtectionKeysType;
import tech.kwik.agent15.TlsConstants.HandshakeType;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.alert.DecodeErrorException;
import tech.kwik.agent15.alert.UnexpectedMessageAlert;
import tech.kwik.agent15.extension.ExtensionParser;
import tech.kwik.agent15.handshake.ClientHello;
import tech.kwik.agent15.handshake.EncryptedExtensions;
import tech.kwik.agent15.handshake.HandshakeMessage;
import tech.kwik.agent15.handshake.NewSessionTicketMessage;

/**
 * Cuts messages for our engines, which read them on their own: a Certificate is no X.509 here. Only the extensions that are Kwik's
 * business are parsed by agent15, and whatever goes wrong in there is an alert, because an exception would end Kwik's thread.
 */
public final class TlsMessageParser {
    private static final int HEADER = 4;

    private final Optional<ExtensionParser> extensionParser;

    public TlsMessageParser() {
        this(null);
    }

    /** @param extensionParser parses the QUIC transport parameters; null for none */
    public TlsMessageParser(ExtensionParser extensionParser) {
        this.extensionParser = Optional.ofNullable(extensionParser);
    }

    public HandshakeMessage parseHandshakeMessage(ByteBuffer buffer) throws TlsProtocolException {
        if (buffer.remaining() < HEADER) {
            throw new DecodeErrorException("a message has no header");
        }
        int type = buffer.get(buffer.position());
        int length = buffer.getInt(buffer.position()) & 0xffffff;
        if (length > buffer.remaining() - HEADER) {
            throw new DecodeErrorException("a message is shorter than it says");
        }
        byte[] message = new byte[HEADER + length];
        buffer.get(message);
        try {
            return parse(type, message);
        } catch (RuntimeException malformed) {
            throw new DecodeErrorException("a message of type " + type + " cannot be read: " + malformed.getMessage());
        }
    }

    private HandshakeMessage parse(int type, byte[] message) throws TlsProtocolException {
        ByteBuffer bytes = ByteBuffer.wrap(message);
        if (type == HandshakeType.client_hello.value) {
            return new ClientHello(bytes, extensionParser.orElse(null));
        }
        if (type == HandshakeType.encrypted_extensions.value) {
            return new EncryptedExtensions().parse(bytes, message.length, extensionParser.orElse(null));
        }
        if (type == HandshakeType.server_hello.value) {
            return RawMessages.serverHello(message);
        }
        if (type == HandshakeType.certificate_request.value) {
            return RawMessages.certificateRequest(message);
        }
        if (type == HandshakeType.certificate.value) {
            return RawMessages.certificate(message);
        }
        if (type == HandshakeType.certificate_verify.value) {
            return RawMessages.certificateVerify(message);
        }
        if (type == HandshakeType.finished.value) {
            return RawMessages.finished(message);
        }
        if (type == HandshakeType.new_session_ticket.value) {
            return new NewSessionTicketMessage().parse(bytes);
        }
        throw new UnexpectedMessageAlert("a message is of type " + type);
    }

    /** @param processor who reads the message; null for nobody */
    public HandshakeMessage parseAndProcessHandshakeMessage(ByteBuffer buffer, MessageProcessor processor, ProtectionKeysType level)
            throws TlsProtocolException, IOException {
        HandshakeMessage message = parseHandshakeMessage(buffer);
        if (processor != null) {
            processor.received(message, level);
        }
        return message;
    }
}
