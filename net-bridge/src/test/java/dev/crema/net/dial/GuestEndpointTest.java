package dev.crema.net.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.firmware.samples.Samples;
import dev.crema.net.iroh.Echo;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The samples, dialed on their own LAN. */
final class GuestEndpointTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Test
    void experiment() throws Exception {
        try (TestEndpoint endpoint = TestEndpoint.of(Samples.endpoint())) {
            for (int i = 0; i < 5; i++) {
                long t = System.nanoTime();
                Dialed dialed = endpoint.guest.dial(endpoint.ticket, Echo.ALPN, new ByteArrayInputStream(new byte[20]), TIMEOUT);
                System.out.println(dialed + " " + (System.nanoTime() - t) / 1e6);
            }
            long t = System.nanoTime();
            System.out.println(endpoint.guest.dial(endpoint.ticket, Echo.ALPN, new ByteArrayInputStream(new byte[300_000]), TIMEOUT) + " " + (System.nanoTime() - t) / 1e6);
            for (int i = 0; i < 3; i++) {
                t = System.nanoTime();
                Handshake handshake = endpoint.guest.profile(endpoint.ticket, Echo.ALPN, TIMEOUT);
                System.out.println(handshake.span() + " " + handshake.profile().cycles() + " " + handshake.profile().instructions()+ " " + (System.nanoTime() - t) / 1e6);
                if (i == 0) { handshake.profile().functions().forEach(System.out::println); print(handshake.profile().root(), 0, handshake.profile().cycles()); }
            }
            System.out.println(endpoint.console());
        }
    }

    static void print(dev.crema.emulator.debug.profile.ProfileNode node, int depth, long all) {
        if (node.total() * 200 > all) {
            System.out.println("  ".repeat(depth) + node.function() + " " + node.total() + " self " + node.cycles());
            node.calls().forEach(call -> print(call, depth + 1, all));
        }
    }
}
