package dev.crema.net.tap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.NetworkException;
import dev.crema.net.usernet.TestHost;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A TAP device whose other end is in a namespace of its own, where Linux is the guest of a user-mode network. */
class TapDeviceTest {
    private static final String DEVICE = "crematest" + ProcessHandle.current().pid() % 10_000;

    private final TestHost host = new TestHost();
    @TempDir
    private Path folder;

    /** Lets Linux in the namespace have a guest's address, with the user-mode network at the other end of the cable. */
    private void plug(TapDevice tap, UserNetwork network, Namespace namespace) throws IOException {
        Namespace.outside("ip", "link", "set", DEVICE, "netns", DEVICE);
        namespace.inside("ip", "addr", "add", "10.0.2.15/24", "dev", DEVICE);
        namespace.inside("ip", "link", "set", DEVICE, "up");
        EthernetPort[] toTap = new EthernetPort[1];
        EthernetPort toNetwork = network.plug(frame -> toTap[0].send(frame), host);
        toTap[0] = tap.plug(toNetwork, host);
    }

    @Test
    void pingAndCurlGoThroughTheDevice() throws IOException {
        Assumptions.assumeTrue(Namespace.isInstalled("ping"), "ping (iputils-ping) is not installed");
        Assumptions.assumeTrue(Namespace.isInstalled("curl"), "curl is not installed");
        byte[] page = new byte[3_000_000];
        new Random(4).nextBytes(page);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[][] uploaded = new byte[1][];
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            uploaded[0] = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        try (Namespace namespace = new Namespace(DEVICE);
                TapDevice tap = TapDevice.open(DEVICE);
                UserNetwork network = UserNetwork.open(UserNetworkOptions.DEFAULT)) {
            plug(tap, network, namespace);

            Namespace.Command ping = namespace.startInside("ping", "-c", "5", "-i", "0.01", "-s", "3000", "-W", "5", "10.0.2.2");
            host.awaitInRealTime("ping is done", ping::isDone);
            String report = ping.output();
            assertTrue(report.contains("5 received, 0% packet loss"), report);
            assertTrue(host.following());

            Path upload = Files.write(folder.resolve("upload"), page);
            Path download = folder.resolve("download");
            Namespace.Command curl = namespace.startInside("curl", "-sS", "--max-time", "15", "-T", upload.toString(),
                    "-o", download.toString(), "http://10.0.2.2:" + server.getAddress().getPort() + "/");
            host.awaitInRealTime("curl is done", curl::isDone);
            assertTrue(curl.succeeds(), curl::output);
            assertArrayEquals(page, Files.readAllBytes(download));
            assertArrayEquals(page, uploaded[0]);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anExistingDeviceIsUsedByOneOnly() throws IOException {
        Assumptions.assumeTrue(Namespace.isInstalled("ip"), "ip (iproute2) is not installed");
        Assumptions.assumeTrue(Namespace.canAddDevice(DEVICE), "making a TAP device needs root");
        TapDevice tap = TapDevice.open(DEVICE);
        try {
            assertEquals("--tap " + DEVICE + ": another program uses this device; choose another.",
                    assertThrows(NetworkException.class, () -> TapDevice.open(DEVICE)).getMessage());
        } finally {
            tap.close();
            Namespace.outside("ip", "link", "del", DEVICE);
        }
    }

    @Test
    void aDeviceOfAnotherKindIsRefused() {
        Assumptions.assumeTrue(Files.isWritable(Path.of("/dev/net/tun")), "/dev/net/tun cannot be opened");
        String message = assertThrows(NetworkException.class, () -> TapDevice.open("lo")).getMessage();
        assertTrue(message.startsWith("--tap lo: "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a-name-of-16-byte", "a b", "a/b"})
    void aNameThatIsNoneIsExplained(String name) {
        assertEquals("--tap \"" + name + "\" is no name of a network device: it needs 1 to 15 letters, digits, dots, hyphens or "
                + "underscores.", assertThrows(NetworkException.class, () -> TapDevice.open(name)).getMessage());
    }
}
