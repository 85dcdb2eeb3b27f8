package dev.crema.net.iroh.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.alert.DecodeErrorException;
import tech.kwik.agent15.alert.ErrorAlert;
import tech.kwik.agent15.alert.UnexpectedMessageAlert;
import tech.kwik.agent15.engine.TlsClientEngine;
import tech.kwik.agent15.engine.TlsClientEngineFactory;
import tech.kwik.agent15.engine.TlsMessageParser;
import tech.kwik.agent15.engine.TlsServerEngineFactory;

/** The classes that stand in for agent15's are the ones that are loaded, together with the rest of agent15. */
final class StandInsTest {
    @Test
    void allOfAgent15ComesFromOnePlace() {
        Stream.of(TlsClientEngineFactory.class, TlsServerEngineFactory.class, TlsMessageParser.class, TlsClientEngine.class,
                TlsProtocolException.class).forEach(type -> assertEquals(ClientEngine.class.getProtectionDomain().getCodeSource(),
                        type.getProtectionDomain().getCodeSource(), type.getName()));
    }

    @Test
    void certificatesAreRefusedInOneSentence() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        assertThrows(CertificateException.class, () -> new TlsServerEngineFactory(store, "alias", new char[0]));
        assertThrows(CertificateException.class, () ->
                new TlsServerEngineFactory(InputStream.nullInputStream(), InputStream.nullInputStream()));
    }

    @Test
    void messagesThatAreNoneGiveAlerts() {
        TlsMessageParser parser = new TlsMessageParser();
        assertThrows(DecodeErrorException.class, () -> parser.parseHandshakeMessage(ByteBuffer.allocate(3)));
        assertThrows(DecodeErrorException.class, () -> parser.parseHandshakeMessage(ByteBuffer.wrap(new byte[] {1, 0, 0, 5, 0})));
        assertThrows(UnexpectedMessageAlert.class, () -> parser.parseHandshakeMessage(ByteBuffer.wrap(new byte[] {24, 0, 0, 1, 0})));
    }

    /** agent15 parses hellos and extensions with little care for their lengths; here that ends in an alert all the same. */
    @Test
    void randomMessagesGiveAlertsOrEnvelopes() {
        TlsMessageParser parser = new TlsMessageParser();
        Random random = new Random(15);
        for (int i = 0; i < 50_000; i++) {
            byte[] message = new byte[4 + random.nextInt(80)];
            random.nextBytes(message);
            message[0] = new byte[] {1, 2, 4, 8, 11, 13, 15, 20}[random.nextInt(8)];
            message[1] = 0;
            message[2] = 0;
            message[3] = (byte) (message.length - 4);
            if (message[0] == 1 && message.length > 50) {
                message[4] = 3;
                message[5] = 3;
                message[38] = 0;
                message[39] = 0;
                message[40] = (byte) random.nextInt(4);
            }
            try {
                assertFalse(parser.parseHandshakeMessage(ByteBuffer.wrap(message)).getType().name().isEmpty());
            } catch (TlsProtocolException alert) {
                assertInstanceOf(ErrorAlert.class, alert);
            }
        }
    }
}
