package dev.crema.net.dial;

import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.StopReason;
import dev.crema.net.iroh.UdpNetwork;
import dev.crema.net.iroh.UdpPort;
import dev.crema.net.usernet.LanPort;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The guests' own LAN as a network to dial on: the dialer sits at the gateway, and no socket of the host is opened.
 *
 * <p>The machine waits while the dialer works. Whenever a datagram has come to the dialer, guest time stands still until none of the
 * dialer's threads computes any more; what they sent in the meantime is on the LAN at once. So to the guest the dialer answers in no
 * time, however slow the host is, and a handshake costs it what it computes itself and what the air takes.
 *
 * <p>This is repeatable, but not to the cycle: the dialer's keys and connection ids are random, its threads may cut what they send
 * into datagrams in more than one way, and its timers (acknowledgements after 20 ms, repetitions) run in host time. Between datagrams
 * guest time runs as fast as it can while the guest computes, and not ahead of host time while it sleeps, so those timers mean to the
 * guest about what they say. That a thread computes is seen by its state, again and again for a while; a thread that the host wakes
 * later than that makes the guest sleep a little, and changes nothing else.
 *
 * <p>Made, and {@link #await} called, on the machine's thread.
 */
public final class LanNetwork implements UdpNetwork {
    /** A guest computes for long before it answers, and its WiFi repeats what is lost: who dials it need not be quick to repeat. */
    private static final Duration EXPECTED_ROUND_TRIP = Duration.ofSeconds(3);
    /** The machine's runs end at multiples of this since power-on, and where a datagram has come in or out. */
    public static final Duration STEP = Duration.ofMillis(1);
    /** A guest that executes less in a step sleeps. */
    private static final long BUSY = 10_000;
    private static final long LONG_HEADER = 0x80;

    private final UserNetwork network;
    private final Machine machine;
    private final InetAddress gateway;
    private final Workers workers = new Workers();
    private final AtomicLong undelivered = new AtomicLong();
    private long shortHeaders;
    private Optional<Moment> firstDatagram = Optional.empty();

    /**
     * The LAN of a machine.
     *
     * @param network that the machine is plugged into
     */
    public LanNetwork(UserNetwork network, Machine machine) {
        this.network = network;
        this.machine = machine;
        this.gateway = network.gateway().toInetAddress();
    }

    @Override
    public Duration expectedRoundTrip() {
        return EXPECTED_ROUND_TRIP;
    }

    @Override
    public UdpPort open(InetAddress peer) throws IOException {
        if (Ipv4Address.of(peer).isEmpty()) {
            throw new IOException("the guests' LAN has IPv4 addresses only");
        }
        return new Port();
    }

    /** Does something with the dialer, on a thread of its own that the machine waits for. */
    public <T> CompletableFuture<T> start(Callable<T> dialing) {
        CompletableFuture<T> result = workers.start(dialing);
        // The machine stands still as soon as the work is done, not a step later.
        result.whenComplete((done, failure) -> machine.stop());
        return result;
    }

    /**
     * Runs the machine, in step with the dialer, until something is done.
     *
     * @return empty, or what stopped the machine for good
     */
    public Optional<StopReason> await(CompletableFuture<?> work) {
        workers.settle(this::allDelivered);
        while (!work.isDone()) {
            Optional<StopReason> end = step();
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.empty();
    }

    /**
     * Runs the machine until the guest has sent a datagram that begins with a packet of 1-RTT after those it has sent so far: such as
     * the first one after the handshake, with HANDSHAKE_DONE.
     *
     * @param limit of guest time
     * @return whether it came
     */
    public boolean awaitShortHeader(Duration limit) {
        long before = shortHeaders;
        Duration end = machine.now().plus(limit);
        while (shortHeaders == before && machine.now().compareTo(end) < 0 && step().isEmpty()) {
            Thread.onSpinWait();
        }
        return shortHeaders > before;
    }

    private Optional<StopReason> step() {
        long before = machine.instructions();
        StopReason reason = machine.run(machine.untilMultipleOf(STEP));
        if (reason instanceof StopReason.Failed || reason instanceof StopReason.AsleepForEver) {
            return Optional.of(reason);
        }
        if (machine.instructions() - before < BUSY) {
            LockSupport.parkNanos(STEP.toNanos());
        }
        return Optional.empty();
    }

    /** When the first datagram for the guest was put on the LAN since the last call of this; empty if none was. */
    Optional<Moment> takeFirstDatagram() {
        Optional<Moment> taken = firstDatagram;
        firstDatagram = Optional.empty();
        return taken;
    }

    private boolean allDelivered() {
        return undelivered.get() == 0;
    }

    /** A port of the gateway. */
    private final class Port implements UdpPort {
        private static final Datagram CLOSED = new Datagram(new InetSocketAddress(0), new byte[0]);

        private final BlockingQueue<Datagram> arrived = new LinkedBlockingQueue<>();
        private final LanPort port = network.openPort(this::arrive);

        /** On the machine's thread, in the middle of a run. */
        private void arrive(Endpoint guest, byte[] payload) {
            if (payload.length > 0 && (payload[0] & LONG_HEADER) == 0) {
                shortHeaders++;
                machine.stop();
            }
            undelivered.incrementAndGet();
            arrived.add(new Datagram(guest.toSocketAddress(), payload));
            workers.settle(LanNetwork.this::allDelivered);
        }

        @Override
        public InetSocketAddress address() {
            return new InetSocketAddress(gateway, port.number());
        }

        @Override
        public void send(InetSocketAddress to, byte[] payload) {
            Ipv4Address.of(to.getAddress()).ifPresent(guest -> machine.post(() -> {
                if (firstDatagram.isEmpty()) {
                    firstDatagram = Optional.of(Moment.of(machine));
                }
                port.send(new Endpoint(guest, to.getPort()), payload);
            }));
        }

        @Override
        public Datagram receive() throws IOException {
            try {
                Datagram next = arrived.take();
                if (next == CLOSED) {
                    throw new IOException("closed");
                }
                undelivered.decrementAndGet();
                return next;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted");
            }
        }

        @Override
        public void close() {
            port.close();
            for (Datagram left = arrived.poll(); left != null; left = arrived.poll()) {
                undelivered.decrementAndGet();
            }
            arrived.add(CLOSED);
        }
    }
}
