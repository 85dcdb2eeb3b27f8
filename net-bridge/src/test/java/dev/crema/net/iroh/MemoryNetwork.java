package dev.crema.net.iroh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A network that exists in memory only; what happens to a datagram on its way can be chosen. */
final class MemoryNetwork implements UdpNetwork {
    private static final byte[] DIALER_HOST = {10, 0, 0, 1};

    /** What arrives when a datagram is sent: itself, nothing, or more. */
    interface Weather {
        List<byte[]> arriving(InetSocketAddress from, byte[] payload);
    }

    private final Map<InetSocketAddress, MemoryPort> ports = new ConcurrentHashMap<>();
    private final AtomicInteger nextPort = new AtomicInteger(40_000);
    private final Weather weather;

    MemoryNetwork(Weather weather) {
        this.weather = weather;
    }

    MemoryNetwork() {
        this((from, payload) -> List.of(payload));
    }

    @Override
    public UdpPort open(InetAddress peer) throws IOException {
        return bind(new InetSocketAddress(InetAddress.getByAddress(DIALER_HOST), nextPort.getAndIncrement()));
    }

    UdpPort bind(InetSocketAddress address) {
        MemoryPort port = new MemoryPort(address);
        ports.put(address, port);
        return port;
    }

    /** How many ports are open. */
    int openPorts() {
        return ports.size();
    }

    private final class MemoryPort implements UdpPort {
        private static final Datagram CLOSED = new Datagram(new InetSocketAddress(0), new byte[0]);

        private final InetSocketAddress address;
        private final BlockingQueue<Datagram> arrived = new LinkedBlockingQueue<>();

        MemoryPort(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        public InetSocketAddress address() {
            return address;
        }

        @Override
        public void send(InetSocketAddress to, byte[] payload) {
            MemoryPort receiver = ports.get(to);
            if (receiver != null) {
                weather.arriving(address, payload).forEach(arriving -> receiver.arrived.add(new Datagram(address, arriving)));
            }
        }

        @Override
        public Datagram receive() throws IOException {
            try {
                Datagram next = arrived.take();
                if (next == CLOSED) {
                    throw new IOException("closed");
                }
                return next;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted");
            }
        }

        @Override
        public void close() {
            ports.remove(address, this);
            arrived.add(CLOSED);
        }
    }
}
