package dev.crema.net.usernet;

import dev.crema.net.usernet.packet.IcmpMessage;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.Ipv4Packet;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Answers echoes: the network's own addresses here, all others if the host reaches them. The host asks by ICMP if it may, else by
 * a TCP connection to the echo port, which a refusal answers as well.
 */
final class PingService {
    private static final int HOST_TIMEOUT_MILLIS = 4_000;

    private final Subnet subnet;
    private final GuestLan lan;
    private final Optional<HostQuestions> host;

    /**
     * A service.
     *
     * @param host asks those outside; empty if it may not
     */
    PingService(Subnet subnet, GuestLan lan, Optional<HostQuestions> host) {
        this.subnet = subnet;
        this.lan = lan;
        this.host = host;
    }

    /** Takes an ICMP packet from a guest. */
    void receive(Ipv4Packet packet) {
        IcmpMessage.parse(packet.payload()).filter(message -> message.type() == IcmpMessage.ECHO)
                .ifPresent(echo -> answer(packet, echo));
    }

    private void answer(Ipv4Packet packet, IcmpMessage echo) {
        Ipv4Address target = packet.destination();
        if (subnet.isOurs(target)) {
            lan.send(echo.echoReply().packet(target, packet.source()));
        } else if (host.isEmpty()) {
            unreachable(packet, IcmpMessage.PROHIBITED);
        } else if (subnet.contains(target)
                || !host.get().ask(() -> isReachable(target.toInetAddress()), yes -> answer(packet, echo, yes))) {
            unreachable(packet, IcmpMessage.HOST);
        }
    }

    private void answer(Ipv4Packet packet, IcmpMessage echo, boolean reachable) {
        if (reachable) {
            lan.send(echo.echoReply().packet(packet.destination(), packet.source()));
        } else {
            unreachable(packet, IcmpMessage.HOST);
        }
    }

    /** Tells a guest that its packet could not be delivered. */
    void unreachable(Ipv4Packet packet, int code) {
        lan.send(IcmpMessage.unreachable(code, packet).packet(subnet.gateway(), packet.source()));
    }

    private static boolean isReachable(InetAddress address) {
        try {
            return address.isReachable(HOST_TIMEOUT_MILLIS);
        } catch (IOException e) {
            return false;
        }
    }
}
