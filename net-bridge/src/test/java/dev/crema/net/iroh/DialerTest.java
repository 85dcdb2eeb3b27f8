package dev.crema.net.iroh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.iroh.DialException.Reason;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our dialer dials our listener, on networks that exist in memory and on the host's loopback. */
final class DialerTest {
    private static final InetSocketAddress ENDPOINT = new InetSocketAddress("192.168.4.2", 11204);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final SecretKey DIALER_KEY = SecretKey.of(new byte[32]);
    private static final SecretKey ENDPOINT_KEY = SecretKey.generate(new SecureRandom());
    private static final byte[] HELLO = "Hello from iroh (crates.io)!".getBytes(StandardCharsets.UTF_8);

    private static final int DAMAGED_COPIES = 500;

    private final List<Listener> listeners = new ArrayList<>();

    @AfterEach
    void closeListeners() {
        listeners.forEach(Listener::close);
    }

    private Listener listen(UdpPort port, Protocol... protocols) throws IOException {
        Listener listener = Listener.start(ENDPOINT_KEY, port, List.of(protocols));
        listeners.add(listener);
        return listener;
    }

    private static EchoReport echo(UdpNetwork network, Ticket ticket, byte[] message) throws DialException, IOException {
        try (Connection connection = new Dialer(network, Optional.of(DIALER_KEY)).dial(ticket, Echo.ALPN, TIMEOUT)) {
            assertEquals(ticket.id(), connection.peer());
            return Echo.run(connection, new ByteArrayInputStream(message), TIMEOUT);
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static DialException failure(UdpNetwork network, Optional<SecretKey> key, Ticket ticket, String alpn) {
        return assertThrows(DialException.class, () -> {
            try (Connection connection = new Dialer(network, key).dial(ticket, alpn, TIMEOUT)) {
                Echo.run(connection, new ByteArrayInputStream(HELLO), TIMEOUT);
            }
        });
    }

    @Test
    void anEndpointInMemoryEchoesWithoutAnyPortOfTheHost() throws Exception {
        MemoryNetwork network = new MemoryNetwork();
        Listener listener = listen(network.bind(ENDPOINT), Echo.protocol());
        assertEquals(HELLO.length, echo(network, listener.ticket(), HELLO).bytes());
        assertEquals(0, echo(network, listener.ticket(), new byte[0]).bytes());
    }

    @Test
    void anEndpointOnTheHostEchoes() throws Exception {
        Listener listener = listen(HostUdpPort.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), Echo.protocol());
        assertEquals(20_000, echo(HostUdpPort.NETWORK, Ticket.parse(listener.ticket().toString()), bytes(20_000)).bytes());
    }

    @Test
    void theEndpointKnowsWhoDialsAndServesSeveralProtocols() throws Exception {
        MemoryNetwork network = new MemoryNetwork();
        List<Object> peers = Collections.synchronizedList(new ArrayList<>());
        Listener listener = listen(network.bind(ENDPOINT), new Protocol("other/1", stream -> stream.out().close()),
                new Protocol(Echo.ALPN, stream -> {
                    peers.add(stream.peer());
                    Echo.protocol().handler().serve(stream);
                }));
        echo(network, listener.ticket(), HELLO);
        assertEquals(List.of(DIALER_KEY.id()), peers);
    }

    @Test
    void threeMegabytesComeBack() throws Exception {
        MemoryNetwork network = new MemoryNetwork();
        assertEquals(3_000_000, echo(network, listen(network.bind(ENDPOINT), Echo.protocol()).ticket(), bytes(3_000_000)).bytes());
    }

    @Test
    void lostAndDoubledDatagramsAreMadeUpFor() throws Exception {
        Random random = new Random(9002);
        MemoryNetwork network = new MemoryNetwork((from, payload) -> {
            synchronized (random) {
                int fate = random.nextInt(20);
                return fate == 0 ? List.of() : fate == 1 ? List.of(payload, payload) : List.of(payload);
            }
        });
        assertEquals(100_000, echo(network, listen(network.bind(ENDPOINT), Echo.protocol()).ticket(), bytes(100_000)).bytes());
    }

    @Test
    void anotherEndpointThanTheTicketsIsRefused() throws Exception {
        MemoryNetwork network = new MemoryNetwork();
        Ticket right = listen(network.bind(ENDPOINT), Echo.protocol()).ticket();
        Ticket wrong = new Ticket(DIALER_KEY.id(), right.addresses());
        DialException failure = failure(network, Optional.of(DIALER_KEY), wrong, Echo.ALPN);
        assertEquals(Reason.WRONG_ID, failure.reason());
        assertEquals("The endpoint at 192.168.4.2:11204 is " + right.id() + ", not " + wrong.id()
                + " of the ticket; take a ticket that it prints now.", failure.getMessage());
        assertEquals(HELLO.length, echo(network, right, HELLO).bytes());
    }

    @Test
    void aProtocolThatIsNotServedIsRefused() throws Exception {
        MemoryNetwork network = new MemoryNetwork();
        Ticket ticket = listen(network.bind(ENDPOINT), Echo.protocol()).ticket();
        DialException failure = failure(network, Optional.of(DIALER_KEY), ticket, "echo/9");
        assertEquals(Reason.WRONG_ALPN, failure.reason());
        assertTrue(failure.getMessage().contains("\"echo/9\""), failure.getMessage());
        assertEquals(HELLO.length, echo(network, ticket, HELLO).bytes());
    }

    @Test
    void aDialerWithoutKeyIsRefused() throws Exception {
        MemoryNetwork network = new MemoryNetwork();
        Ticket ticket = listen(network.bind(ENDPOINT), Echo.protocol()).ticket();
        assertEquals(Reason.KEY_REFUSED, failure(network, Optional.empty(), ticket, Echo.ALPN).reason());
        assertEquals(HELLO.length, echo(network, ticket, HELLO).bytes());
    }

    @Test
    void nobodyAnswers() {
        Ticket ticket = Ticket.of(ENDPOINT_KEY.id(), ENDPOINT);
        DialException failure = assertThrows(DialException.class, () ->
                new Dialer(new MemoryNetwork(), Optional.empty()).dial(ticket, Echo.ALPN, Duration.ofMillis(300)));
        assertEquals(Reason.TIMEOUT, failure.reason());
        assertEquals("No endpoint answered at 192.168.4.2:11204 within 0.3 s; is it running, and does its port reach it from here?",
                failure.getMessage());
    }

    @Test
    void aShortTicketCannotBeDialed() {
        assertEquals(Reason.NO_ADDRESS, failure(new MemoryNetwork(), Optional.empty(), Ticket.of(ENDPOINT_KEY.id()), Echo.ALPN).reason());
    }

    @Test
    void anAddressWhereNobodyIsIsPassedOver() throws Exception {
        MemoryNetwork network = new MemoryNetwork();
        listen(network.bind(ENDPOINT), Echo.protocol());
        Ticket ticket = Ticket.of(ENDPOINT_KEY.id(), ENDPOINT, new InetSocketAddress("1.2.3.4", 5));
        Dialer dialer = new Dialer(network, Optional.of(DIALER_KEY));
        try (Connection connection = dialer.dial(ticket, Echo.ALPN, Duration.ofSeconds(10))) {
            assertEquals(ENDPOINT, connection.address());
        }
    }

    @Test
    void aNetworkThatRefusesIsNamed() {
        UdpNetwork refusing = peer -> {
            throw new IOException("no route");
        };
        DialException failure = failure(refusing, Optional.empty(), Ticket.of(ENDPOINT_KEY.id(), ENDPOINT), Echo.ALPN);
        assertEquals(Reason.UNREACHABLE, failure.reason());
        assertEquals("Cannot talk to 192.168.4.2:11204: no route.", failure.getMessage());
    }

    @Test
    void anEndpointThatAnswersOtherBytesIsFoundOut() throws Exception {
        MemoryNetwork network = new MemoryNetwork();
        Ticket ticket = listen(network.bind(ENDPOINT), new Protocol(Echo.ALPN, stream -> {
            byte[] bytes = stream.in().readAllBytes();
            bytes[0]++;
            stream.out().write(bytes);
            stream.out().close();
        })).ticket();
        DialException failure = failure(network, Optional.of(DIALER_KEY), ticket, Echo.ALPN);
        assertEquals(Reason.ECHO_DIFFERS, failure.reason());
        assertEquals("The endpoint sent back 28 bytes that differ from the 28 that it got.", failure.getMessage());
    }

    @Test
    void anEndpointThatResetsTheStreamIsNamed() throws Exception {
        MemoryNetwork network = new MemoryNetwork();
        Ticket ticket = listen(network.bind(ENDPOINT), new Protocol(Echo.ALPN, stream -> {
            throw new IOException("not today");
        })).ticket();
        assertEquals(Reason.LOST, failure(network, Optional.of(DIALER_KEY), ticket, Echo.ALPN).reason());
    }

    @Test
    void aSourceThatCannotBeReadIsNotTheEndpointsFault() throws Exception {
        MemoryNetwork network = new MemoryNetwork();
        Ticket ticket = listen(network.bind(ENDPOINT), Echo.protocol()).ticket();
        try (Connection connection = new Dialer(network, Optional.of(DIALER_KEY)).dial(ticket, Echo.ALPN, TIMEOUT);
                InputStream broken = new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("disk on fire");
                    }
                }) {
            assertEquals("disk on fire", assertThrows(IOException.class, () -> Echo.run(connection, broken, TIMEOUT)).getMessage());
        }
    }

    /** Tens of thousands of damaged copies both ways: neither side is impressed, and no thread of either ends in an exception. */
    @Test
    void damagedDatagramsAreIgnored() throws Exception {
        Random random = new Random(9000);
        List<String> uncaught = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger damaged = new AtomicInteger();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(thread.getName() + ": " + failure));
        try {
            MemoryNetwork network = new MemoryNetwork((from, payload) -> {
                List<byte[]> arriving = new ArrayList<>(List.of(payload));
                damaged.addAndGet(DAMAGED_COPIES);
                synchronized (random) {
                    for (int i = 0; i < DAMAGED_COPIES; i++) {
                        arriving.add(damaged(payload, random));
                    }
                }
                return arriving;
            });
            Ticket ticket = listen(network.bind(ENDPOINT), Echo.protocol()).ticket();
            assertEquals(40_000, echo(network, ticket, bytes(40_000)).bytes());
            assertEquals(HELLO.length, echo(network, ticket, HELLO).bytes());
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertEquals(List.of(), uncaught);
        assertTrue(damaged.get() > 50_000, damaged + " damaged datagrams");
    }

    private static byte[] damaged(byte[] payload, Random random) {
        byte[] changed = random.nextInt(4) == 0 ? Arrays.copyOf(payload, random.nextInt(payload.length + 100)) : payload.clone();
        for (int count = random.nextInt(6); count >= 0 && changed.length > 0; count--) {
            // Most of what is not encrypted is at the beginning.
            changed[random.nextInt(random.nextBoolean() ? Math.min(30, changed.length) : changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }
}
