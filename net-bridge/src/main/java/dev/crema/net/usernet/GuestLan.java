package dev.crema.net.usernet;

import dev.crema.emulator.time.Clock;
import dev.crema.net.ethernet.EthernetFrame;
import dev.crema.net.ethernet.EthernetPort;
import dev.crema.net.ethernet.MacAddress;
import dev.crema.net.usernet.packet.ArpPacket;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.Ipv4Packet;
import dev.crema.net.usernet.packet.Ipv4Packet.Fragment;
import java.util.Arrays;

/** Our station on the guests' LAN: Ethernet frames on one side, whole IPv4 packets on the other, ARP and fragments between. */
final class GuestLan {
    private static final int LONGEST_PACKET = EthernetPort.LONGEST_FRAME - EthernetFrame.HEADER;
    /** What a fragment carries: a multiple of 8 bytes. */
    private static final int FRAGMENT_PAYLOAD = (LONGEST_PACKET - Ipv4Packet.HEADER) / 8 * 8;

    private final MacAddress mac;
    private final EthernetPort guests;
    private final Station station;
    private final Neighbors neighbors = new Neighbors();
    private final Reassembler reassembler;
    private int identification;

    /** Who we are at the level of IP. */
    interface Station {
        /** The address from which we ask for others. */
        Ipv4Address address();

        /** Whether we answer when a guest asks who has an address. */
        boolean answersFor(Ipv4Address target);

        /** A guest has an address: it said so, or sent a packet from it. */
        void met(Ipv4Address guest);

        /** A packet came from a guest, in one piece. */
        void receive(Ipv4Packet packet);
    }

    /**
     * A station.
     *
     * @param mac its address on the LAN
     * @param guests takes the frames to the guests
     */
    GuestLan(MacAddress mac, EthernetPort guests, Clock clock, Station station) {
        this.mac = mac;
        this.guests = guests;
        this.station = station;
        reassembler = new Reassembler(clock);
    }

    /** Takes a frame from a guest; drops what is not for us. */
    void receive(byte[] bytes) {
        EthernetFrame.parse(bytes)
                .filter(frame -> frame.destination().equals(mac) || frame.destination().isGroup())
                .filter(frame -> !frame.source().isGroup() && !frame.source().equals(mac))
                .ifPresent(this::receive);
    }

    private void receive(EthernetFrame frame) {
        switch (frame.type()) {
            case EthernetFrame.ARP -> ArpPacket.parse(frame.payload()).ifPresent(this::receive);
            case EthernetFrame.IPV4 -> Ipv4Packet.parse(frame.payload()).ifPresent(packet -> {
                learn(packet.source(), frame.source());
                reassembler.add(packet).ifPresent(station::receive);
            });
            default -> { }
        }
    }

    private void receive(ArpPacket arp) {
        if (arp.senderMac().isGroup()) {
            return;
        }
        learn(arp.sender(), arp.senderMac());
        // A probe (from 0.0.0.0) or an announcement (of the sender's own address) asks whether anybody else has the address.
        boolean question = arp.operation() == ArpPacket.REQUEST && !arp.target().equals(arp.sender());
        if (question && station.answersFor(arp.target())) {
            send(arp.senderMac(), EthernetFrame.ARP,
                    new ArpPacket(ArpPacket.REPLY, mac, arp.target(), arp.senderMac(), arp.sender()).toBytes());
        }
    }

    private void learn(Ipv4Address address, MacAddress guest) {
        if (!address.isUnicast() || address.isLoopback() || address.equals(station.address())) {
            return;
        }
        for (Ipv4Packet waiting : neighbors.learn(address, guest)) {
            send(guest, waiting);
        }
        station.met(address);
    }

    /** Whether a guest is known to have an address. */
    boolean knows(Ipv4Address guest) {
        return neighbors.find(guest).isPresent();
    }

    /** Sends a packet to the guest that has its destination's address; waits until that one tells its MAC. */
    void send(Ipv4Packet packet) {
        neighbors.find(packet.destination()).ifPresentOrElse(guest -> send(guest, packet), () -> {
            neighbors.queue(packet);
            ask(packet.destination());
        });
    }

    /** Asks the guests which of them has an address. */
    void ask(Ipv4Address address) {
        send(MacAddress.BROADCAST, EthernetFrame.ARP, new ArpPacket(ArpPacket.REQUEST, mac, station.address(),
                new MacAddress(0), address).toBytes());
    }

    /** Sends a packet to a station on the LAN, whatever its destination. */
    void send(MacAddress to, Ipv4Packet packet) {
        byte[] payload = packet.payload();
        if (Ipv4Packet.HEADER + payload.length <= LONGEST_PACKET) {
            send(to, EthernetFrame.IPV4, packet.toBytes());
            return;
        }
        identification = identification + 1 & 0xffff;
        for (int offset = 0; offset < payload.length; offset += FRAGMENT_PAYLOAD) {
            int end = Math.min(payload.length, offset + FRAGMENT_PAYLOAD);
            Fragment fragment = new Fragment(identification, offset, end < payload.length);
            send(to, EthernetFrame.IPV4, new Ipv4Packet(packet.source(), packet.destination(), packet.protocol(),
                    packet.timeToLive(), fragment, Arrays.copyOfRange(payload, offset, end)).toBytes());
        }
    }

    private void send(MacAddress to, int type, byte[] payload) {
        guests.send(new EthernetFrame(to, mac, type, payload).toBytes());
    }
}
