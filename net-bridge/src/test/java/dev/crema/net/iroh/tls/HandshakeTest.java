package dev.crema.net.iroh.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.iroh.ticket.EndpointId;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.tls.ServerHandshake.Answer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HandshakeTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SecretKey DIALER = SecretKey.of(new byte[32]);
    private static final SecretKey ENDPOINT = SecretKey.parse("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    /** ALPN "echo/0". */
    private static final String ALPN = "0010000900070665 63686f2f30".replace(" ", "");
    /** The least that a server has to say in transport parameters, with connection ids of 8 bytes. */
    private static final byte[] SERVER_EXTENSIONS = HEX.parseHex(ALPN + "00390029"
            + "00080102030405060708" + "0f081112131415161718" + "010480007530030244b004026000" + "06025000" + "080101");
    private static final byte[] CLIENT_EXTENSIONS = HEX.parseHex(ALPN + "0039000a" + "0f081112131415161718");

    /** Both sides and what they say; each message may be changed on its way. */
    private static final class Pair {
        final ClientHandshake client;
        final ServerHandshake server = new ServerHandshake(ENDPOINT, RANDOM);

        Pair(EndpointId dialed, Optional<SecretKey> own) {
            client = new ClientHandshake(dialed, own, RANDOM);
        }

        void run(UnaryOperator<byte[]> way) throws TlsException {
            server.clientHello(way.apply(client.hello(CLIENT_EXTENSIONS)));
            Answer answer = server.answer(SERVER_EXTENSIONS);
            client.serverHello(way.apply(answer.serverHello()));
            client.encryptedExtensions(way.apply(answer.flight().get(0)));
            client.certificateRequest(way.apply(answer.flight().get(1)));
            client.certificate(way.apply(answer.flight().get(2)));
            client.certificateVerify(way.apply(answer.flight().get(3)));
            List<byte[]> flight = client.finished(way.apply(answer.flight().get(4)));
            server.certificate(way.apply(flight.get(0)));
            server.certificateVerify(way.apply(flight.get(1)));
            server.finished(way.apply(flight.get(2)));
        }
    }

    private static Pair pair() {
        return new Pair(ENDPOINT.id(), Optional.of(DIALER));
    }

    @Test
    void bothSidesKnowEachOtherAndShareSecrets() throws TlsException {
        Pair pair = pair();
        pair.run(message -> message);
        assertTrue(pair.client.isDone() && pair.server.isDone());
        assertEquals(Optional.of(ENDPOINT.id()), pair.client.peer());
        assertEquals(Optional.of(DIALER.id()), pair.server.peer());
        assertSame(pair.client.handshakeSecrets(), pair.server.handshakeSecrets());
        assertSame(pair.client.applicationSecrets(), pair.server.applicationSecrets());
    }

    private static void assertSame(Optional<TrafficSecrets> one, Optional<TrafficSecrets> other) {
        assertArrayEquals(one.orElseThrow().client(), other.orElseThrow().client());
        assertArrayEquals(one.orElseThrow().server(), other.orElseThrow().server());
    }

    @Test
    void messagesHaveTheSizesOfTheProfile() throws TlsException {
        ClientHandshake client = client();
        ServerHandshake server = new ServerHandshake(ENDPOINT, RANDOM);
        server.clientHello(client.hello(CLIENT_EXTENSIONS));
        Answer answer = server.answer(SERVER_EXTENSIONS);
        assertEquals(90, answer.serverHello().length);
        assertEquals(List.of(6 + 5 + 5 + SERVER_EXTENSIONS.length, 15, 57, 72, 36),
                answer.flight().stream().map(message -> message.length).toList());
        assertEquals("0d00000b000008000d000400020807", HEX.formatHex(answer.flight().get(1)));
    }

    @Test
    void anotherEndpointThanTheDialedIsRefused() {
        TlsException refusal = assertThrows(TlsException.class, () -> new Pair(DIALER.id(), Optional.of(DIALER)).run(message -> message));
        assertEquals(Alert.BAD_CERTIFICATE, refusal.alert());
        assertTrue(refusal.getMessage().contains(ENDPOINT.id().toString()));
    }

    @Test
    void aDialerWithoutKeyIsRefused() {
        TlsException refusal = assertThrows(TlsException.class, () -> new Pair(ENDPOINT.id(), Optional.empty()).run(message -> message));
        assertEquals(Alert.CERTIFICATE_REQUIRED, refusal.alert());
    }

    @Test
    void aServerMayNotCareWhoDials() throws TlsException {
        ClientHandshake client = client();
        ServerHandshake server = new ServerHandshake(ENDPOINT, RANDOM);
        server.clientHello(client.hello(CLIENT_EXTENSIONS));
        Answer answer = server.answer(SERVER_EXTENSIONS);
        client.serverHello(answer.serverHello());
        client.encryptedExtensions(answer.flight().get(0));
        client.certificate(answer.flight().get(2));
        // What follows signs the CertificateRequest, too, so that leaving it out on the way is noticed.
        TlsException refusal = assertThrows(TlsException.class, () -> client.certificateVerify(answer.flight().get(3)));
        assertEquals(Alert.DECRYPT_ERROR, refusal.alert());
    }

    /** A message of a type, in which a text of hexadecimal digits is replaced, gives an alert. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1  | 1301                     | 1302                     | HANDSHAKE_FAILURE
            1  | 020304                   | 020303                   | PROTOCOL_VERSION
            1  | 000d000400020807         | 000d000400020403         | HANDSHAKE_FAILURE
            1  | 000d000400020807         | 000e000400020807         | MISSING_EXTENSION
            1  | 001300020102             | 001300020100             | HANDSHAKE_FAILURE
            1  | 001400020102             | 001600020102             | HANDSHAKE_FAILURE
            1  | 0024001d0020             | 002400170020             | HANDSHAKE_FAILURE
            1  | 00330026                 | 00340026                 | MISSING_EXTENSION
            1  | 001300020102             | 001400020102             | ILLEGAL_PARAMETER
            2  | 1301                     | 1303                     | ILLEGAL_PARAMETER
            2  | 002b00020304             | 002b00020303             | PROTOCOL_VERSION
            2  | 001d0020                 | 00170020                 | ILLEGAL_PARAMETER
            2  | 002b00020304             | 0000000203 04            | PROTOCOL_VERSION
            8  | 0014000102               | 0014000100               | HANDSHAKE_FAILURE
            8  | 0010000900070665         | 0010000900070664         | NO_APPLICATION_PROTOCOL
            8  | 00390029                 | 003a0029                 | UNSUPPORTED_EXTENSION
            8  | 0013000102               | 0039000102               | ILLEGAL_PARAMETER
            13 | 0807                     | 0403                     | HANDSHAKE_FAILURE
            13 | 000d0004                 | 000e0004                 | MISSING_EXTENSION
            11 | 00002c302a               | 00002c302b               | BAD_CERTIFICATE
            15 | 08070040                 | 08080040                 | ILLEGAL_PARAMETER
            15 | 08070040                 | 08070041                 | DECODE_ERROR
            20 | 14000020                 | 14000021                 | DECODE_ERROR
            """)
    void whatTheProfileDoesNotHaveEndsInItsAlert(int type, String what, String instead, Alert alert) {
        TlsException refusal = assertThrows(TlsException.class, () -> pair().run(message -> message[0] == type
                ? HEX.parseHex(HEX.formatHex(message).replaceFirst(what, instead.replace(" ", ""))) : message));
        assertEquals(alert, refusal.alert(), refusal.getMessage());
    }

    @Test
    void aShareOfSmallOrderIsRefused() {
        TlsException refusal = assertThrows(TlsException.class, () -> pair().run(message -> message[0] == 2
                ? HEX.parseHex(HEX.formatHex(message).replaceFirst("001d0020.{64}", "001d0020" + "00".repeat(32))) : message));
        assertEquals(Alert.ILLEGAL_PARAMETER, refusal.alert());
    }

    @Test
    void aRequestToRetryIsRefused() {
        TlsException refusal = assertThrows(TlsException.class, () -> pair().run(message -> message[0] == 2
                ? HEX.parseHex(HEX.formatHex(message).replaceFirst("0303.{64}",
                        "0303cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")) : message));
        assertEquals(Alert.HANDSHAKE_FAILURE, refusal.alert());
    }

    @Test
    void noBitOfAnyMessageCanChangeUnnoticed() {
        Random random = new Random(11);
        for (int type : new int[] {1, 2, 8, 13, 11, 15, 20}) {
            for (int i = 0; i < 20; i++) {
                assertThrows(TlsException.class, () -> pair().run(message -> message[0] == type ? flipped(message, random) : message));
            }
        }
    }

    private static byte[] flipped(byte[] message, Random random) {
        byte[] changed = message.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    @Test
    void noMessageMendsAFailure() throws TlsException {
        Pair pair = pair();
        assertThrows(TlsException.class, () -> pair.run(message -> message[0] == 20 ? flipped(message, new Random(3)) : message));
        assertFalse(pair.client.isDone());
        TlsException late = assertThrows(TlsException.class, () -> pair.client.finished(new byte[36]));
        assertEquals(Alert.UNEXPECTED_MESSAGE, late.alert());
    }

    /** Damaged messages meet each step of each side: nothing but an alert comes of them. */
    @Test
    void mutatedMessagesGiveAlerts() throws TlsException {
        Random random = new Random(8446);
        byte[] hello = client().hello(CLIENT_EXTENSIONS);
        ServerHandshake answering = new ServerHandshake(ENDPOINT, RANDOM);
        answering.clientHello(hello);
        Answer answer = answering.answer(SERVER_EXTENSIONS);
        int alerts = 0;
        for (int i = 0; i < 50_000; i++) {
            try {
                // Most go to the steps that need no agreement of keys before.
                switch (random.nextInt(20)) {
                    case 0 -> afterServerHello().encryptedExtensions(mutated(answer.flight().get(0), random));
                    case 1 -> afterExtensions(answer).certificateRequest(mutated(answer.flight().get(1), random));
                    case 2 -> afterExtensions(answer).certificate(mutated(answer.flight().get(2), random));
                    case 3 -> {
                        ClientHandshake client = afterExtensions(answer);
                        client.certificate(answer.flight().get(2));
                        client.certificateVerify(mutated(answer.flight().get(3), random));
                    }
                    case 4, 5, 6, 7, 8 -> {
                        ClientHandshake client = client();
                        client.hello(CLIENT_EXTENSIONS);
                        client.serverHello(mutated(answer.serverHello(), random));
                    }
                    default -> new ServerHandshake(ENDPOINT, RANDOM).clientHello(mutated(hello, random));
                }
            } catch (TlsException alert) {
                alerts++;
            }
        }
        assertTrue(alerts > 20_000, alerts + " alerts");
    }

    private static final byte[] SERVER_HELLO = HEX.parseHex("020000560303" + "00".repeat(32) + "00130100002e002b000203040033002400"
            + "1d0020" + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c");

    private static ClientHandshake client() {
        return new ClientHandshake(ENDPOINT.id(), Optional.of(DIALER), RANDOM);
    }

    private static ClientHandshake afterServerHello() throws TlsException {
        ClientHandshake client = client();
        client.hello(CLIENT_EXTENSIONS);
        client.serverHello(SERVER_HELLO);
        return client;
    }

    private static ClientHandshake afterExtensions(Answer answer) throws TlsException {
        ClientHandshake client = afterServerHello();
        client.encryptedExtensions(answer.flight().get(0));
        return client;
    }

    private static byte[] mutated(byte[] message, Random random) {
        byte[] changed = random.nextInt(4) == 0 ? Arrays.copyOf(message, random.nextInt(message.length + 8)) : message.clone();
        for (int count = random.nextInt(4); count > 0 && changed.length > 0; count--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }
}
