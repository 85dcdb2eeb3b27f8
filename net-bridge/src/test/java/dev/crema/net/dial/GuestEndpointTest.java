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
import org.junit.jupiter.api.Test;

/** The samples, dialed on their own LAN. */
final class GuestEndpointTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static InputStream bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return new ByteArrayInputStream(bytes);
    }

    @Test
    void theEndpointEchoesWithoutAnyPortOfTheHost() throws Exception {
        try (TestEndpoint endpoint = TestEndpoint.of(Samples.endpoint())) {
            Dialed dialed = endpoint.guest.dial(endpoint.ticket, Echo.ALPN, bytes(30_000), TIMEOUT);
            assertEquals(30_000, dialed.echo().bytes());
            assertEquals(endpoint.ticket.id(), dialed.peer());
            assertEquals("10.0.2.15:11204", dialed.place());
            assertTrue(endpoint.console().contains("30000 bytes in, 30000 out"), endpoint.console());
            assertTrue(dialed.handshake().guest().compareTo(Duration.ofMillis(500)) < 0, dialed.toString());
        }
    }

    /** Keys and the cut of datagrams are chance, but neither the host's slowness nor its timers cost the guest anything. */
    @Test
    void handshakesCostAboutTheSame() throws Exception {
        try (TestEndpoint endpoint = TestEndpoint.of(Samples.endpoint())) {
            Handshake first = endpoint.guest.profile(endpoint.ticket, Echo.ALPN, TIMEOUT);
            Moment.Span second = endpoint.guest.handshake(endpoint.ticket, Echo.ALPN, TIMEOUT);
            assertEquals(1, (double) second.instructions() / first.span().instructions(), 0.1);
        }
    }

    @Test
    void everyCycleOfAHandshakeIsInOneGroup() throws Exception {
        Map<String, Long> software = groups(TestEndpoint.of(Samples.endpoint()));
        Map<String, Long> accelerated = groups(TestEndpoint.of(Samples.acceleratedEndpoint()));
        assertTrue(software.values().stream().allMatch(cycles -> cycles > 0), software.toString());
        assertTrue(accelerated.get("SHA-256") < software.get("SHA-256") / 2, accelerated.toString());
        assertTrue(software.get("Ed25519 verify") > software.get("Ed25519 sign"), software.toString());
        assertTrue(software.get("rest") < software.get("X25519"), software.toString());
    }

    private static Map<String, Long> groups(TestEndpoint booted) throws Exception {
        try (TestEndpoint endpoint = booted) {
            Handshake handshake = endpoint.guest.profile(endpoint.ticket, Echo.ALPN, TIMEOUT);
            assertEquals(handshake.span().instructions(), handshake.profile().instructions());
            Map<String, Long> groups = handshake.profile().groups(HandshakeGroups.ALL, HandshakeGroups.REST).stream()
                    .collect(Collectors.toMap(Cost::name, Cost::cycles));
            assertEquals(handshake.profile().cycles(), groups.values().stream().mapToLong(Long::longValue).sum());
            return groups;
        }
    }

    @Test
    void lossOnTheAirIsMadeUpFor() throws Exception {
        try (TestEndpoint endpoint = new TestEndpoint(Samples.acceleratedEndpoint(), AirConditions.parse("loss=10%"))) {
            assertEquals(5_000, endpoint.guest.dial(endpoint.ticket, Echo.ALPN, bytes(5_000), TIMEOUT).echo().bytes());
        }
    }

    @Test
    void refusalsAreNamedAndTheEndpointGoesOnServing() throws Exception {
        try (TestEndpoint endpoint = TestEndpoint.of(Samples.acceleratedEndpoint())) {
            Ticket another = new Ticket(SecretKey.of(new byte[32]).id(), endpoint.ticket.addresses());
            assertEquals(DialException.Reason.WRONG_ID, refusal(endpoint, another, Echo.ALPN));
            assertEquals(DialException.Reason.WRONG_ALPN, refusal(endpoint, endpoint.ticket, "echo/9"));
            assertEquals(10, endpoint.guest.dial(endpoint.ticket, Echo.ALPN, bytes(10), TIMEOUT).echo().bytes());
        }
    }

    private static DialException.Reason refusal(TestEndpoint endpoint, Ticket ticket, String alpn) {
        return assertThrows(DialException.class, () -> endpoint.guest.handshake(ticket, alpn, TIMEOUT)).reason();
    }

    @Test
    void aFirmwareWithoutTicketIsNamed() {
        GuestException none = assertThrows(GuestException.class, () -> TestEndpoint.of(Samples.hello()));
        assertEquals("No ticket with an IPv4 address (endpoint...) came on the console within 60 s of guest time; "
                + "does the firmware print one, and join the network?", none.getMessage());
    }
}
