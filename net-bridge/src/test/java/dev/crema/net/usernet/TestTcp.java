package dev.crema.net.usernet;

import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Packet;
import dev.crema.net.usernet.packet.TcpSegment;
import java.util.OptionalInt;

/** A guest's TCP, segment by segment as the test says. */
final class TestTcp {
    private final TestGuest guest;
    private final int port;
    private final Endpoint peer;
    int next;
    int expected;
    int window = 5_744;

    TestTcp(TestGuest guest, int port, Endpoint peer, int initialSequence) {
        this.guest = guest;
        this.port = port;
        this.peer = peer;
        next = initialSequence;
    }

    /** Sends a segment at the present sequence number, which moves on. */
    void send(int flags, byte... payload) {
        send(next, flags, payload);
        next += payload.length + ((flags & (TcpSegment.SYN | TcpSegment.FIN)) != 0 ? 1 : 0);
    }

    /** Sends a segment at some sequence number. */
    void send(int sequence, int flags, byte... payload) {
        boolean syn = (flags & TcpSegment.SYN) != 0;
        guest.send(new TcpSegment(port, peer.port(), sequence, expected, flags, window,
                syn ? OptionalInt.of(1_436) : OptionalInt.empty(), payload).packet(TestGuest.ADDRESS, peer.address()));
    }

    /** The next segment, which may have to come from the host first. */
    TcpSegment await() {
        Ipv4Packet packet = guest.awaitIpv4();
        return TcpSegment.parse(packet).orElseThrow();
    }

    /** The next segment, whose end is what is expected from now on. */
    TcpSegment awaitNext() {
        TcpSegment segment = await();
        expected = segment.sequence() + segment.length();
        return segment;
    }

    /** The segment that acknowledges all that was sent, after those that were under way before it. */
    TcpSegment awaitAcknowledgment() {
        TcpSegment segment = await();
        while (segment.acknowledgment() != next || guest.hasReceived()) {
            segment = await();
        }
        return segment;
    }

    /** The three segments that open a connection to the peer. */
    void dial() {
        send(TcpSegment.SYN);
        awaitNext();
        send(TcpSegment.ACK);
    }
}
