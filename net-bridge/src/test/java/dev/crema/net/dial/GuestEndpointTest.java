package dev.crema.net.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.debug.profile.Cost;
import dev.crema.firmware.samples.Samples;
import dev.crema.net.air.AirConditions;
import dev.crema.net.iroh.DialException;
import dev.crema.net.iroh.Echo;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.iroh.ticket.Ticket;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The samples, dialed on their own LAN. */
final class GuestEndpointTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static InputStream bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return new ByteArrayInputStream(bytes);
    }

    private static TestEndpoint software;
    private static TestEndpoint accelerated;

    @BeforeAll
    static void boot() throws GuestException {
        software = TestEndpoint.of(Samples.endpoint());
        accelerated = new TestEndpoint(Samples.acceleratedEndpoint(), AirConditions.parse("loss=10%"));
    }

    @AfterAll
    static void close() {
        software.close();
        accelerated.close();
    }

    @Test
    void theEndpointEchoesWithoutAnyPortOfTheHost() throws Exception {
        Dialed dialed = software.guest.dial(software.ticket, Echo.ALPN, bytes(30_000), TIMEOUT);
        assertEquals(30_000, dialed.echo().bytes());
        assertEquals(software.ticket.id(), dialed.peer());
        assertEquals("10.0.2.15:11204", dialed.place());
        assertTrue(software.console().contains("30000 bytes in, 30000 out"), software.console());
        assertTrue(dialed.handshake().guest().compareTo(Duration.ofMillis(500)) < 0, dialed.toString());
    }

    @Test
    void lossOnTheAirIsMadeUpFor() throws Exception {
        assertEquals(5_000, accelerated.guest.dial(accelerated.ticket, Echo.ALPN, bytes(5_000), TIMEOUT).echo().bytes());
    }

    /** Keys and the cut of datagrams are chance, but neither the host's slowness nor its timers cost the guest anything. */
    @Test
    void handshakesCostAboutTheSame() throws Exception {
        Moment.Span first = software.guest.handshake(software.ticket, Echo.ALPN, TIMEOUT);
        Moment.Span second = software.guest.handshake(software.ticket, Echo.ALPN, TIMEOUT);
        assertEquals(1, (double) second.instructions() / first.instructions(), 0.1);
    }

    @Test
    void everyCycleOfAHandshakeIsInOneGroup() throws Exception {
        Map<String, Long> inSoftware = groups(software);
        assertTrue(inSoftware.values().stream().allMatch(cycles -> cycles > 0), inSoftware.toString());
        assertTrue(inSoftware.get("Ed25519 verify") > inSoftware.get("Ed25519 sign"), inSoftware.toString());
        assertTrue(inSoftware.get("rest") < inSoftware.get("X25519"), inSoftware.toString());
        Map<String, Long> onTheChip = groups(accelerated);
        assertTrue(onTheChip.get("SHA-256") < inSoftware.get("SHA-256") / 2, onTheChip.toString());
    }

    private static Map<String, Long> groups(TestEndpoint endpoint) throws Exception {
        Handshake handshake = endpoint.guest.profile(endpoint.ticket, Echo.ALPN, TIMEOUT);
        assertEquals(handshake.span().instructions(), handshake.profile().instructions());
        Map<String, Long> groups = handshake.profile().groups(HandshakeGroups.ALL, HandshakeGroups.REST).stream()
                .collect(Collectors.toMap(Cost::name, Cost::cycles));
        assertEquals(handshake.profile().cycles(), groups.values().stream().mapToLong(Long::longValue).sum());
        return groups;
    }

    @Test
    void refusalsAreNamedAndTheEndpointGoesOnServing() throws Exception {
        Ticket another = new Ticket(SecretKey.of(new byte[32]).id(), accelerated.ticket.addresses());
        assertEquals(DialException.Reason.WRONG_ID, refusal(another, Echo.ALPN));
        assertEquals(DialException.Reason.WRONG_ALPN, refusal(accelerated.ticket, "echo/9"));
        assertEquals(10, accelerated.guest.dial(accelerated.ticket, Echo.ALPN, bytes(10), TIMEOUT).echo().bytes());
    }

    private static DialException.Reason refusal(Ticket ticket, String alpn) {
        return assertThrows(DialException.class, () -> accelerated.guest.handshake(ticket, alpn, TIMEOUT)).reason();
    }

    @Test
    void aFirmwareWithoutTicketIsNamed() {
        GuestException none = assertThrows(GuestException.class, () -> TestEndpoint.of(Samples.hello()));
        assertEquals("No ticket with an IPv4 address (endpoint...) came on the console within 60 s of guest time; "
                + "does the firmware print one, and join the network?", none.getMessage());
    }
}
