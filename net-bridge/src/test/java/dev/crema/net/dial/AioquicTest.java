package dev.crema.net.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crema.firmware.samples.Samples;
import dev.crema.net.air.AirConditions;
import dev.crema.net.iroh.Echo;
import dev.crema.net.usernet.Forward;
import dev.crema.net.usernet.UserNetworkOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The endpoint sample and aioquic, an implementation of QUIC that shares nothing with iroh's. It has no raw public keys (RFC 7250), so
 * what can be had is a refusal: by an alert of TLS, inside a connection whose packets both sides could read.
 */
final class AioquicTest {
    private static final Duration STEP = Duration.ofMillis(5);
    /** Alert 40, handshake_failure, as an error of QUIC (RFC 9001, section 4.8). */
    private static final String REFUSAL = "terminated 0x128";

    private static boolean installed() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import aioquic").redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    @Test
    void whoHasNoRawKeyIsRefusedByAnAlert() throws Exception {
        assumeTrue(installed(), "aioquic is not there: pip install aioquic, with its python3 on the PATH.");
        UserNetworkOptions options = UserNetworkOptions.DEFAULT.withForwards(List.of(Forward.parse("udp:127.0.0.1:0-:11204")));
        try (TestEndpoint endpoint = new TestEndpoint(Samples.acceleratedEndpoint(), AirConditions.NONE, options)) {
            int port = endpoint.network.forwards().getFirst().port();
            Process aioquic = new ProcessBuilder("python3", Path.of(AioquicTest.class.getResource("aioquic-peer.py").toURI()).toString(),
                    "" + port, Echo.ALPN).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            while (aioquic.isAlive()) {
                endpoint.guest.machine().run(STEP);
            }
            String said = new String(aioquic.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(REFUSAL, said.substring(0, Math.min(said.length(), REFUSAL.length())), said);
            assertEquals(10, endpoint.guest.dial(endpoint.ticket, Echo.ALPN, new ByteArrayInputStream(new byte[10]),
                    Duration.ofSeconds(60)).echo().bytes());
        }
    }
}
