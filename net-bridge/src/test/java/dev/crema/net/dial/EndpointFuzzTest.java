package dev.crema.net.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.xtensa.Probe;
import dev.crema.emulator.machine.StopReason;
import dev.crema.firmware.samples.Samples;
import dev.crema.net.air.AirConditions;
import dev.crema.net.iroh.Dialer;
import dev.crema.net.iroh.Echo;
import dev.crema.net.iroh.UdpNetwork;
import dev.crema.net.iroh.UdpPort;
import dev.crema.net.iroh.ticket.SecretKey;
import dev.crema.net.usernet.LanPort;
import dev.crema.net.usernet.packet.Endpoint;
import dev.crema.net.usernet.packet.Ipv4Address;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tens of thousands of wrong datagrams for the endpoint sample, over its own WiFi: it neither stops, nor fills up, nor leaks. */
final class EndpointFuzzTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(1);
    /** Longer than a handshake, and a connection without a word, may last. */
    private static final Duration CALM = Duration.ofSeconds(70);
    /** Who executes less in a step has nothing to do but to wake now and then. */
    private static final long ASLEEP = 20_000;
    /** So many datagrams are counted where they arrive; that is slow. */
    private static final int COUNTED = 1_000;
    private static final int ID = 8;

    private final Random random = new Random(9000);
    private final List<byte[]> seen = Collections.synchronizedList(new ArrayList<>());
    private int received;

    @Test
    void fiftyThousandWrongDatagrams() throws Exception {
        fuzz(50_000);
    }

    @Tag("nightly")
    @Test
    void halfAMillionWrongDatagrams() throws Exception {
        fuzz(500_000);
    }

    private void fuzz(int count) throws Exception {
        try (TestEndpoint endpoint = new TestEndpoint(Samples.acceleratedEndpoint(), AirConditions.NONE)) {
            assertEquals(100, echo(endpoint));
            record(endpoint);
            endpoint.pass(CALM);
            String baseline = lastHeap(endpoint);
            Machine machine = endpoint.guest.machine();
            Probe counting = core -> {
                received++;
                return false;
            };
            machine.core(0).probe(machine.address("endpoint_receive"), counting);
            send(endpoint, COUNTED);
            machine.core(0).removeProbe(machine.address("endpoint_receive"), counting);
            assertTrue(received >= COUNTED, received + " of " + COUNTED + " datagrams came as far as QUIC");
            send(endpoint, count - COUNTED);
            assertEquals(100, echo(endpoint));
            endpoint.pass(CALM);
            assertEquals(100, echo(endpoint));
            endpoint.pass(CALM);
            assertEquals(baseline, lastHeap(endpoint));
            assertEquals(1, endpoint.console().split("endpoint: ready", -1).length - 1, "times it has booted");
            assertFalse(endpoint.console().contains("exception"), endpoint.console());
        }
    }

    private static long echo(TestEndpoint endpoint) throws Exception {
        return endpoint.guest.dial(endpoint.ticket, Echo.ALPN, new ByteArrayInputStream(new byte[100]), TIMEOUT).echo().bytes();
    }

    /** The free bytes and the largest block after the last connection; the least ever is history. */
    private static String lastHeap(TestEndpoint endpoint) {
        String line = endpoint.console().lines().filter(each -> each.startsWith("heap: ")).reduce((before, last) -> last).orElseThrow();
        return line.substring(0, line.indexOf(", least ever"));
    }

    /** Takes down what a dialer sends in a connection from its beginning to its end. */
    private void record(TestEndpoint endpoint) {
        LanNetwork lan = endpoint.guest.lan();
        UdpNetwork recording = new UdpNetwork() {
            @Override
            public Duration expectedRoundTrip() {
                return lan.expectedRoundTrip();
            }

            @Override
            public UdpPort open(InetAddress peer) throws IOException {
                return new RecordingPort(lan.open(peer));
            }
        };
        CompletableFuture<Long> echoed = lan.start(() -> {
            try (var connection = new Dialer(recording, Optional.of(SecretKey.of(new byte[32]))).dial(endpoint.ticket, Echo.ALPN, TIMEOUT)) {
                return Echo.run(connection, new ByteArrayInputStream(new byte[3_000]), TIMEOUT).bytes();
            }
        });
        assertEquals(Optional.empty(), lan.await(echoed));
        assertEquals(3_000, echoed.join());
    }

    private final class RecordingPort implements UdpPort {
        private final UdpPort port;

        RecordingPort(UdpPort port) {
            this.port = port;
        }

        @Override
        public InetSocketAddress address() {
            return port.address();
        }

        @Override
        public void send(InetSocketAddress to, byte[] payload) throws IOException {
            seen.add(payload.clone());
            port.send(to, payload);
        }

        @Override
        public Datagram receive() throws IOException {
            return port.receive();
        }

        @Override
        public void close() {
            port.close();
        }
    }

    private void send(TestEndpoint endpoint, int count) {
        Machine machine = endpoint.guest.machine();
        InetSocketAddress address = endpoint.ticket.direct().getFirst();
        Endpoint guest = new Endpoint(Ipv4Address.of(address.getAddress()).orElseThrow(), address.getPort());
        List<byte[]> answers = new ArrayList<>();
        List<LanPort> ports = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ports.add(endpoint.network.openPort((from, payload) -> {
                if (answers.size() < 1_000) {
                    answers.add(payload);
                }
            }));
        }
        int sent = 0;
        while (sent < count) {
            for (int burst = 0; burst < 4 && sent < count; burst++, sent++) {
                ports.get(random.nextInt(ports.size())).send(guest, datagram());
            }
            long before;
            do {
                before = machine.instructions();
                assertFalse(machine.run(STEP) instanceof StopReason.Failed);
            } while (machine.instructions() - before > ASLEEP);
        }
        assertFalse(answers.isEmpty());
        ports.forEach(LanPort::close);
    }

    private byte[] datagram() {
        // A first packet is as long as a datagram may be, and its decryption the costliest thing that a stranger can ask for.
        if (random.nextInt(40) == 0) {
            return InitialPacket.sealed(bytes(ID), bytes(ID), random.nextInt(3), padded(frames()));
        }
        byte[] mutated = random.nextInt(3) == 0 ? noise() : mutated(seen.get(random.nextInt(seen.size())));
        return random.nextInt(30) == 0 ? mutated : Arrays.copyOf(mutated, Math.min(mutated.length, 1 + random.nextInt(60)));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] noise() {
        byte[] noise = bytes(1 + random.nextInt(300));
        noise[0] |= 0x40;
        return noise;
    }

    /** Frames that may stand in an Initial packet, with content that may not, and some that may not stand there. */
    private byte[] frames() {
        byte[] frames = bytes(2 + random.nextInt(200));
        frames[0] = (byte) (random.nextInt(4) == 0 ? random.nextInt(0x20) : 0x06);
        if (frames[0] == 0x06 && frames.length > 10) {
            frames[1] = (byte) (random.nextInt(3) == 0 ? random.nextInt(0x40) : 0);
            int length = frames.length - 4;
            frames[2] = (byte) (0x40 | length >> 8);
            frames[3] = (byte) length;
            // A ClientHello that says about how long it is.
            frames[4] = 1;
            frames[5] = 0;
            frames[6] = 0;
            frames[7] = (byte) (length - 4);
        }
        return frames;
    }

    /** Datagrams with Initial packets are ignored unless they are as long as this. */
    private static byte[] padded(byte[] frames) {
        return Arrays.copyOf(frames, 1_160);
    }

    private byte[] mutated(byte[] original) {
        byte[] changed = random.nextInt(4) == 0 ? Arrays.copyOf(original, 1 + random.nextInt(original.length)) : original.clone();
        for (int changes = random.nextInt(6); changes >= 0; changes--) {
            // Most of what is not encrypted is at the beginning.
            changed[random.nextInt(random.nextBoolean() ? Math.min(40, changed.length) : changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }
}
