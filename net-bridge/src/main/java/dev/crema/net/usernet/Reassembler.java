package dev.crema.net.usernet;

import dev.crema.emulator.time.Clock;
import dev.crema.net.usernet.packet.Ipv4Address;
import dev.crema.net.usernet.packet.Ipv4Packet;
import dev.crema.net.usernet.packet.Ipv4Packet.Fragment;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts fragments together: RFC 791, section 3.2. Packets of which fragments overlap are given up, as RFC 5722 does for IPv6: no
 * honest sender makes them.
 */
final class Reassembler {
    private static final int MOST_PACKETS = 16;
    private static final long LIFETIME = 30 * Clock.TICKS_PER_SECOND;

    private record Key(Ipv4Address source, Ipv4Address destination, int protocol, int identification) { }

    private final BoundedMap<Key, Pieces> incomplete = new BoundedMap<>(MOST_PACKETS);
    private final Clock clock;

    Reassembler(Clock clock) {
        this.clock = clock;
    }

    /** Takes a packet or a fragment; returns the packet if it is whole now. */
    Optional<Ipv4Packet> add(Ipv4Packet packet) {
        Fragment fragment = packet.fragment();
        if (fragment.isWhole()) {
            return Optional.of(packet);
        }
        long now = clock.now();
        incomplete.values().removeIf(pieces -> pieces.expiry <= now);
        Key key = new Key(packet.source(), packet.destination(), packet.protocol(), fragment.identification());
        Pieces pieces = incomplete.computeIfAbsent(key, first -> new Pieces(now + LIFETIME));
        if (!pieces.add(fragment, packet.payload())) {
            incomplete.remove(key);
            return Optional.empty();
        }
        if (!pieces.complete()) {
            return Optional.empty();
        }
        incomplete.remove(key);
        return Optional.of(new Ipv4Packet(packet.source(), packet.destination(), packet.protocol(), packet.timeToLive(),
                Fragment.WHOLE, pieces.join()));
    }

    /** The fragments of one packet, by offset, none overlapping. */
    private static final class Pieces {
        private final TreeMap<Integer, byte[]> byOffset = new TreeMap<>();
        private final long expiry;
        private int held;
        private int length = Integer.MAX_VALUE;

        Pieces(long expiry) {
            this.expiry = expiry;
        }

        /** Adds a fragment; false if the packet cannot become whole any more. */
        boolean add(Fragment fragment, byte[] payload) {
            int end = fragment.offset() + payload.length;
            boolean malformed = payload.length == 0 || fragment.more() && payload.length % Long.BYTES != 0;
            if (malformed || end > Ipv4Packet.LONGEST_PAYLOAD || end > length) {
                return false;
            }
            Entry<Integer, byte[]> before = byOffset.floorEntry(fragment.offset());
            if (before != null && before.getKey() == fragment.offset() && before.getValue().length == payload.length) {
                return true;
            }
            Integer after = byOffset.higherKey(fragment.offset());
            boolean overlaps = before != null && before.getKey() + before.getValue().length > fragment.offset()
                    || after != null && after < end;
            if (overlaps) {
                return false;
            }
            if (!fragment.more()) {
                if (length != Integer.MAX_VALUE || after != null) {
                    return false;
                }
                length = end;
            }
            byOffset.put(fragment.offset(), payload);
            held += payload.length;
            return true;
        }

        boolean complete() {
            return held == length;
        }

        byte[] join() {
            byte[] whole = new byte[length];
            byOffset.forEach((offset, piece) -> System.arraycopy(piece, 0, whole, offset, piece.length));
            return whole;
        }
    }
}
