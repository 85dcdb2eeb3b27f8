package dev.crema.net.iroh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tech.kwik.agent15.handshake.FinishedMessage;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.CryptoStream;
import tech.kwik.core.frame.CryptoFrame;
import tech.kwik.core.frame.QuicFrame;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.Version;
import tech.kwik.core.impl.VersionHolder;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.send.Sender;

/** Kwik's stream of TLS messages, repaired, while one thread writes and another sends. */
final class CryptoStreamTest {
    private static final int MESSAGES = 200_000;
    private static final int FRAME = 1200;

    @Test
    void allMessagesComeOutInOrder() throws Exception {
        PortSocket.ofDialer(HostUdpPort.NETWORK.open(InetAddress.getLoopbackAddress())).close();
        assertTimeoutPreemptively(Duration.ofMinutes(1), Exchange::run);
    }

    /** A class of its own: JUnit looks through the methods of the test, which would load Kwik's classes before they are repaired. */
    private static final class Exchange {
        static void run() throws InterruptedException {
            BlockingQueue<Function<Integer, QuicFrame>> requests = new LinkedBlockingQueue<>();
            CryptoStream stream = new CryptoStream(VersionHolder.with(Version.QUIC_version_1), EncryptionLevel.Handshake, Role.Client,
                    null, new NullLogger(), sender(requests));
            FinishedMessage message = new FinishedMessage(new byte[32]);
            int total = MESSAGES * message.getBytes().length;
            Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; i < MESSAGES; i++) {
                    stream.write(message, true);
                }
            });
            int sent = 0;
            while (sent < total) {
                if (requests.take().apply(FRAME) instanceof CryptoFrame frame) {
                    assertEquals(sent, frame.getOffset());
                    sent += frame.getLength();
                }
            }
        }

        private static Sender sender(BlockingQueue<Function<Integer, QuicFrame>> requests) {
            return (Sender) Proxy.newProxyInstance(Sender.class.getClassLoader(), new Class<?>[] {Sender.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("send")) {
                            requests.add(supplier(arguments[0]));
                        }
                        return null;
                    });
        }

        @SuppressWarnings("unchecked")
        private static Function<Integer, QuicFrame> supplier(Object argument) {
            return (Function<Integer, QuicFrame>) argument;
        }
    }
}
