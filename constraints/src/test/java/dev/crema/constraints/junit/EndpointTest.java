package dev.crema.constraints.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.constraints.heap.Mark;
import dev.crema.net.iroh.Connection;
import dev.crema.net.iroh.Dialer;
import dev.crema.net.iroh.Echo;
import dev.crema.net.iroh.HostUdpPort;
import dev.crema.net.iroh.ticket.SecretKey;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The extension as its users have it: tests of the endpoint sample, all of which begin where it is ready. */
@Esp32Test(firmware = "sample:endpoint", startAt = "endpoint: ready", udpPorts = 11204)
final class EndpointTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Pattern FREE = Pattern.compile("heap: (\\d+) bytes free");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Nested
    final class Ready {
        @BeforeEach
        void hasBooted(Esp32 esp32) {
            assertTrue(esp32.console().endsWith("endpoint: ready"), esp32.console());
        }

        @Test
        void echoesOnItsOwnNetwork(Esp32 esp32) throws Exception {
            assertEquals(3_000, esp32.dial(Echo.ALPN, new byte[3_000]).echo().bytes());
            assertEquals("3000", esp32.awaitConsole("closed by peer, .* (\\d+) bytes in", SECOND).group(1));
        }

        @Test
        void isReachedFromTheHost(Esp32 esp32) throws Exception {
            int port = esp32.mappedUdpPort(11204);
            long echoed = esp32.whileRunning(() -> {
                Dialer dialer = new Dialer(HostUdpPort.NETWORK, Optional.of(SecretKey.of(new byte[32])));
                try (Connection connection = dialer.dial(esp32.ticket().atLocalPort(port), Echo.ALPN, PATIENCE)) {
                    return Echo.run(connection, new ByteArrayInputStream(new byte[100]), PATIENCE).bytes();
                }
            });
            assertEquals(100, echoed);
        }

        @Test
        void saysItselfHowMuchIsFree(Esp32 esp32) throws Exception {
            assertEquals(Long.parseLong(FREE.matcher(esp32.console()).results().toList().getLast().group(1)), esp32.heap().free());
            Mark before = esp32.heap().mark();
            esp32.dial(Echo.ALPN, new byte[10]);
            MatchResult said = esp32.awaitConsole(FREE.pattern(), Duration.ofSeconds(20));
            assertEquals(Long.parseLong(said.group(1)), esp32.heap().free());
            assertEquals(List.of(), esp32.heap().leaksSince(before));
        }

        @Test
        void comesBackAfterItWasSentAway(Esp32 esp32) {
            esp32.air().deauthenticateAll();
            esp32.awaitConsole("wifi: joined crema", Duration.ofSeconds(10));
        }

        @Test
        void twoBoardsOfATestAreTwo(Esp32 one, Esp32 other) {
            one.run(SECOND);
            assertEquals(SECOND, one.now().minus(other.now()));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,0", "2,8M"})
    void echoesInBadAir(long seed, String psram, Esp32 esp32) throws Exception {
        esp32.with(settings -> settings.withAir("loss=10%,delay=5ms").withSeed(seed).withPsram(psram));
        assertEquals(500, esp32.dial(Echo.ALPN, new byte[500]).echo().bytes());
    }
}
