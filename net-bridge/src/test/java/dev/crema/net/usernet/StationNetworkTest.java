package dev.crema.net.usernet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A station in a guest's network. The guest is another user-mode network, 192.168.4.0/24, which gives addresses and has
 * "servers": those of the host.
 */
class StationNetworkTest {
    private static final MacAddress STATION = new MacAddress(0x0200_0000_0001L);
    private static final Subnet GUESTS = new Subnet(Ipv4Address.of(192, 168, 4, 0));
    private static final int PATIENCE_MILLIS = 20_000;

    private final List<String> events = new ArrayList<>();
    private final TestHost host = new TestHost();
    private final UserNetwork guest = UserNetwork.open(new UserNetworkOptions(GUESTS, UserNetworkOptions.DEFAULT_START, false,
            List.of(), Map.of(), event -> { }));
    private UserNetwork network;
    private EthernetPort toGuest = frame -> { };
    private boolean connected = true;

    private void plug(String... forwards) {
        network = UserNetwork.open(UserNetworkOptions.DEFAULT.withListener(event -> events.add(event.line()))
                .withForwards(List.of(forwards).stream().map(Forward::parse).toList()));
        EthernetPort toStation = network.station(STATION).plug(frame -> {
            if (connected) {
                toGuest.send(frame);
            }
        }, host);
        toGuest = guest.plug(toStation, host);
    }

    @AfterEach
    void close() {
        network.close();
        guest.close();
    }

    @Test
    void theStationAsksUntilTheGuestGivesItAnAddress() {
        connected = false;
        plug();
        host.pass(Duration.ofSeconds(30));
        assertEquals(List.of(), events);
        connected = true;
        host.pass(Duration.ofSeconds(2));
        assertEquals(List.of("ip: station has 192.168.4.15, guest is 192.168.4.2"), events);
        host.pass(Duration.ofSeconds(43_200));
        assertEquals(2, events.size(), "renewed at half of the day");
        connected = false;
        host.pass(Duration.ofSeconds(86_400));
        assertEquals(2, events.size());
        connected = true;
        host.pass(Duration.ofSeconds(10));
        assertEquals(3, events.size());
    }

    @Test
    void connectionsGoThroughTheStationToTheGuest() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            plug("tcp:127.0.0.1:0-:" + server.getLocalPort());
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), network.forwards().getFirst().port())) {
                client.setSoTimeout(PATIENCE_MILLIS);
                server.setSoTimeout(PATIENCE_MILLIS);
                host.pass(Duration.ofSeconds(2));
                byte[] data = new byte[500_000];
                new Random(1).nextBytes(data);
                CompletableFuture<byte[]> echoed = CompletableFuture.supplyAsync(() -> echo(client, server, data));
                host.await("all is echoed", echoed::isDone);
                assertArrayEquals(data, echoed.join());
            }
            host.await("all is over", () -> !host.following());
        }
    }

    private static byte[] echo(Socket client, ServerSocket server, byte[] data) {
        try (Socket served = server.accept()) {
            Thread.ofVirtual().start(() -> {
                try {
                    client.getOutputStream().write(data);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            Thread.ofVirtual().start(() -> {
                try {
                    served.getInputStream().transferTo(served.getOutputStream());
                    served.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            return client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void datagramsGoThroughTheStationToTheGuestItNames() throws IOException {
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                DatagramSocket client = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            server.setSoTimeout(PATIENCE_MILLIS);
            client.setSoTimeout(PATIENCE_MILLIS);
            plug("udp:127.0.0.1:0-192.168.4.2:" + server.getLocalPort(), "udp:127.0.0.1:0-10.0.2.15:1");
            host.pass(Duration.ofSeconds(2));
            InetSocketAddress forward = new InetSocketAddress(InetAddress.getLoopbackAddress(),
                    network.forwards().getFirst().port());
            client.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, forward));
            DatagramPacket asked = new DatagramPacket(new byte[10], 10);
            CompletableFuture<Void> echoed = CompletableFuture.runAsync(() -> {
                try {
                    server.receive(asked);
                    server.send(asked);
                    client.receive(asked);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            host.await("the answer is there", echoed::isDone);
            assertEquals(3, asked.getLength());
            assertEquals(forward, asked.getSocketAddress());
            assertTrue(host.following());
            host.pass(Duration.ofMinutes(5));
            assertFalse(host.following());
        }
    }
}
