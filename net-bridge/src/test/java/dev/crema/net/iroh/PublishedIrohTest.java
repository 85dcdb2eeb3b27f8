package dev.crema.net.iroh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.iroh.DialException.Reason;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our dialer and listener against published iroh, which is another implementation of all of it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PublishedIrohTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final SecretKey KEY = SecretKey.generate(new SecureRandom());

    private static EchoReport echo(Ticket ticket, int length) throws DialException, IOException {
        byte[] message = new byte[length];
        new Random(length).nextBytes(message);
        try (Connection connection = new Dialer(HostUdpPort.NETWORK, Optional.of(KEY)).dial(ticket, Echo.ALPN, TIMEOUT)) {
            return Echo.run(connection, new ByteArrayInputStream(message), TIMEOUT);
        }
    }

    private static void assertEchoes(IrohPeer iroh, Ticket ticket, int length) throws Exception {
        assertEquals(length, echo(ticket, length).bytes());
        assertEquals(KEY.id().toString(), iroh.next("peer"));
        assertEquals("" + length, iroh.next("echoed"));
        assertTrue(iroh.next("closed").contains("done"));
    }

    @Test
    void weDialIroh() throws Exception {
        try (IrohPeer iroh = IrohPeer.serving(Echo.ALPN)) {
            String text = iroh.next("ticket");
            Ticket ticket = Ticket.parse(text);
            assertEquals(text, ticket.toString());
            assertEchoes(iroh, ticket, 28);
            // iroh changes its keys once, after 10 to 999 packets.
            assertEchoes(iroh, ticket, 3_000_000);
        }
    }

    @Test
    void weDialIrohBehindARetry() throws Exception {
        try (IrohPeer iroh = IrohPeer.serving(Echo.ALPN, "retry")) {
            assertEchoes(iroh, Ticket.parse(iroh.next("ticket")), 1000);
        }
    }

    @Test
    void weDialIrohAHundredTimesInARow() throws Exception {
        try (IrohPeer iroh = IrohPeer.serving(Echo.ALPN)) {
            Ticket ticket = Ticket.parse(iroh.next("ticket"));
            for (int i = 0; i < 100; i++) {
                assertEchoes(iroh, ticket, i);
            }
        }
    }

    @Test
    void twentyOfUsDialIrohAtOnce() throws Exception {
        try (IrohPeer iroh = IrohPeer.serving(Echo.ALPN); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Ticket ticket = Ticket.parse(iroh.next("ticket"));
            List<Future<EchoReport>> echoes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                echoes.add(threads.submit(() -> echo(ticket, 5_000)));
            }
            for (Future<EchoReport> echo : echoes) {
                assertEquals(5_000, echo.get().bytes());
            }
        }
    }

    @Test
    void irohRefusesAndGoesOnServing() throws Exception {
        try (IrohPeer iroh = IrohPeer.serving(Echo.ALPN)) {
            Ticket ticket = Ticket.parse(iroh.next("ticket"));

            Ticket another = new Ticket(KEY.id(), ticket.addresses());
            assertEquals(Reason.WRONG_ID, failure(another, Echo.ALPN, Optional.of(KEY)));
            assertTrue(iroh.next("failed").contains("error 42"));

            assertEquals(Reason.WRONG_ALPN, failure(ticket, "echo/9", Optional.of(KEY)));
            assertTrue(iroh.next("failed").contains("known protocol"));

            garbage(ticket.direct().getFirst());
            assertEquals(Reason.KEY_REFUSED, failure(ticket, Echo.ALPN, Optional.empty()));
            // What the others left behind on the way may show up as failures of its own.
            for (String said = iroh.next("failed"); !said.contains("error 116"); said = iroh.next("failed")) {
                assertTrue(said.contains("authentication failed"), said);
            }
            assertEquals(28, echo(ticket, 28).bytes());
        }
    }

    private static Reason failure(Ticket ticket, String alpn, Optional<SecretKey> key) {
        return assertThrows(DialException.class, () -> {
            try (Connection connection = new Dialer(HostUdpPort.NETWORK, key).dial(ticket, alpn, TIMEOUT)) {
                Echo.run(connection, new ByteArrayInputStream(new byte[1]), TIMEOUT);
            }
        }).reason();
    }

    private static void garbage(InetSocketAddress address) throws IOException {
        Random random = new Random(1);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 1000; i++) {
                byte[] bytes = new byte[random.nextInt(1400)];
                random.nextBytes(bytes);
                socket.send(new DatagramPacket(bytes, bytes.length, address));
            }
        }
    }

    private static Listener listen(Protocol protocol) throws IOException {
        return Listener.start(KEY, HostUdpPort.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), List.of(protocol));
    }

    private static List<String> dialed(Listener listener, String alpn, int bytes, int atOnce, int inARow) throws Exception {
        try (IrohPeer iroh = IrohPeer.dialing(listener.ticket().toString(), alpn, bytes, atOnce, inARow)) {
            iroh.next("id");
            return iroh.untilEnd();
        }
    }

    @Test
    void irohDialsUs() throws Exception {
        List<String> peers = Collections.synchronizedList(new ArrayList<>());
        Protocol protocol = new Protocol(Echo.ALPN, stream -> {
            peers.add(stream.peer().toString());
            Echo.protocol().handler().serve(stream);
        });
        try (Listener listener = listen(protocol);
                IrohPeer iroh = IrohPeer.dialing(listener.ticket().toString(), Echo.ALPN, 28, 1, 1)) {
            String id = iroh.next("id");
            assertEquals(List.of("echoed"), iroh.untilEnd());
            assertEquals(List.of(id), peers);
            assertEquals(List.of("echoed"), dialed(listener, Echo.ALPN, 3_000_000, 1, 1));
        }
    }

    @Test
    void irohDialsUsTenTimesInARow() throws Exception {
        try (Listener listener = listen(Echo.protocol())) {
            assertEquals(Collections.nCopies(10, "echoed"), dialed(listener, Echo.ALPN, 100, 1, 10));
        }
    }

    @Test
    void weRefuseIrohAndGoOnServing() throws Exception {
        try (Listener listener = listen(Echo.protocol())) {
            List<String> refused = dialed(listener, "echo/9", 1, 1, 1);
            assertTrue(refused.size() == 1 && refused.getFirst().contains("120"), refused.toString());
            Ticket another = new Ticket(SecretKey.of(new byte[32]).id(), listener.ticket().addresses());
            try (IrohPeer iroh = IrohPeer.dialing(another.toString(), Echo.ALPN, 1, 1, 1)) {
                iroh.next("id");
                assertTrue(iroh.next("failed").length() > 0);
            }
            garbage(listener.address());
            assertEquals(List.of("echoed"), dialed(listener, Echo.ALPN, 28, 1, 1));
        }
    }
}
