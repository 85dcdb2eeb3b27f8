package dev.crema.net.usernet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.ethernet.CapturedNetwork;
import dev.crema.net.ethernet.Network;
import dev.crema.net.ethernet.PcapFile;
import dev.crema.net.usernet.packet.DhcpMessage;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.IcmpMessage;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.Ipv4Packet;
import dev.crema.net.usernet.packet.TcpSegment;
import dev.crema.net.usernet.packet.UdpDatagram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the network says, in the eyes of tshark, which knows all of its protocols and checks every checksum. */
class CaptureTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void tsharkFindsNothingWrongInACapture() throws IOException, InterruptedException {
        Assumptions.assumeTrue(List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, "tshark"))), "tshark is not installed");
        Path capture = folder.resolve("capture.pcap");
        try (Network network = new CapturedNetwork(UserNetwork.open(UserNetworkOptions.DEFAULT),
                new PcapFile(capture, PcapFile.ETHERNET))) {
            talk(new TestGuest(network, new TestHost()));
        }
        assertEquals(List.of(), tshark(capture, "-Y", "_ws.malformed || _ws.expert.severity == error || ip.checksum.status == bad"
                + " || udp.checksum.status == bad || tcp.checksum.status == bad || icmp.checksum.status == bad"));
        assertEquals(List.of("DHCP", "DNS", "ICMP", "NTP", "TCP"), tshark(capture, "-T", "fields", "-e", "_ws.col.Protocol").stream()
                .filter(protocol -> !protocol.equals("ARP")).distinct().sorted().toList());
        assertEquals(List.of("1", "2", "3", "5"), tshark(capture, "-Y", "dhcp", "-T", "fields", "-e", "dhcp.option.dhcp"));
        assertEquals(List.of("10.0.2.2"), tshark(capture, "-Y", "dns.flags.response == 1", "-T", "fields", "-e", "dns.a"));
        assertEquals(List.of("Jan  1, 2026 00:00:00.000000000 UTC"),
                tshark(capture, "-Y", "ntp.flags.mode == 4", "-T", "fields", "-e", "ntp.xmt"));
    }

    private static void talk(TestGuest guest) throws IOException {
        guest.send(dhcp(DhcpMessage.Type.DISCOVER));
        guest.send(dhcp(DhcpMessage.Type.REQUEST));
        guest.announce(TestGuest.ADDRESS);
        guest.send(new IcmpMessage(IcmpMessage.ECHO, 0, 1, new byte[1_001]).packet(TestGuest.ADDRESS, TestGuest.GATEWAY));
        guest.sendUdp(5_000, new Endpoint(TestGuest.NAME_SERVER, 53),
                TestGuest.hex("beef 0100 0001 0000 0000 0000 04 686f7374 05 6372656d61 00 0001 0001"));
        byte[] time = new byte[48];
        time[0] = 0x23;
        guest.sendUdp(123, new Endpoint(TestGuest.GATEWAY, 123), time);
        guest.clear();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestTcp tcp = new TestTcp(guest, 49_153, new Endpoint(TestGuest.GATEWAY, server.getLocalPort()), 1);
            tcp.dial();
            try (Socket peer = server.accept()) {
                tcp.send(TcpSegment.PSH | TcpSegment.ACK, "hello".getBytes(StandardCharsets.US_ASCII));
                tcp.awaitAcknowledgment();
                peer.getOutputStream().write(new byte[1_001]);
                tcp.awaitNext();
            }
            assertTrue(tcp.await().has(TcpSegment.FIN) || !guest.hasReceived());
        }
    }

    private static Ipv4Packet dhcp(DhcpMessage.Type type) {
        return UdpDatagram.packet(new Endpoint(Ipv4Address.UNSPECIFIED, DhcpMessage.CLIENT_PORT),
                new Endpoint(Ipv4Address.BROADCAST, DhcpMessage.SERVER_PORT),
                DhcpMessage.request(7, TestGuest.MAC, Ipv4Address.UNSPECIFIED).with(type)
                        .with(DhcpMessage.REQUESTED_ADDRESS, TestGuest.ADDRESS).toBytes());
    }

    private static List<String> tshark(Path capture, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-r", capture.toString(), "-o", "ip.check_checksum:TRUE",
                "-o", "udp.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
        return lines;
    }
}
