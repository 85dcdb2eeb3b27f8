package dev.crema.benchmarks;

import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The user-mode network between a guest that takes no time and sockets of the host, in milliseconds: for a round trip, and for
 * about a megabyte (730 segments of 1,436 bytes) in each direction. 10 Mbit/s are 839 ms.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Thread)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BridgeBenchmark {
    private static final int SEGMENTS = 730;
    private static final int BYTES = SEGMENTS * BridgeGuest.SEGMENT;
    private static final int READ = 65_536;
    /** Datagrams before the guest and its peer wait for each other, so that none is lost. */
    private static final int BURST = 73;

    private ServerSocket server;
    private DatagramSocket datagrams;
    private UserNetwork network;
    private BridgeGuest guest;

    /** Connects a guest with peers that live on threads of their own. */
    @Setup
    public void connect() throws IOException, InterruptedException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        datagrams = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofPlatform().daemon().start(this::serveConnection);
        Thread.ofPlatform().daemon().start(this::serveDatagrams);
        network = UserNetwork.open(UserNetworkOptions.DEFAULT);
        guest = new BridgeGuest(network);
        guest.connect(server.getLocalPort());
    }

    /** Ends the peers. */
    @TearDown
    public void disconnect() throws IOException {
        network.close();
        server.close();
        datagrams.close();
    }

    private void serveConnection() {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            byte[] received = new byte[READ];
            for (int count = in.read(received); count >= 0; count = in.read(received)) {
                // What is uploaded consists of zeros.
                if (received[count - 1] == BridgeGuest.ASK) {
                    socket.getOutputStream().write(new byte[BYTES]);
                }
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    /** Answers the last of a burst, or each alone with as many as its first byte says. */
    private void serveDatagrams() {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[BridgeGuest.SEGMENT], BridgeGuest.SEGMENT);
            while (true) {
                packet.setLength(BridgeGuest.SEGMENT);
                datagrams.receive(packet);
                int answers = packet.getData()[0];
                packet.setLength(answers > 1 ? BridgeGuest.SEGMENT : 1);
                for (int i = 0; i < answers; i++) {
                    datagrams.send(packet);
                }
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    /** A datagram to a peer of the host, and its answer. */
    @Benchmark
    public void roundTrip() throws InterruptedException {
        guest.sendDatagram(datagrams.getLocalPort(), new byte[] {1});
        guest.awaitDatagram();
    }

    /** Datagrams to the host. */
    @Benchmark
    public void udpUp() throws InterruptedException {
        byte[] silent = new byte[BridgeGuest.SEGMENT];
        byte[] answered = new byte[BridgeGuest.SEGMENT];
        answered[0] = 1;
        for (int i = 1; i <= SEGMENTS; i++) {
            boolean last = i % BURST == 0;
            guest.sendDatagram(datagrams.getLocalPort(), last ? answered : silent);
            if (last) {
                guest.awaitDatagram();
            }
        }
    }

    /** Datagrams from the host. */
    @Benchmark
    public void udpDown() throws InterruptedException {
        for (int i = 0; i < SEGMENTS / BURST; i++) {
            guest.sendDatagram(datagrams.getLocalPort(), new byte[] {BURST});
            for (int j = 0; j < BURST; j++) {
                guest.awaitDatagram();
            }
        }
    }

    /** A connection to the host. */
    @Benchmark
    public void tcpUp() throws InterruptedException {
        guest.upload(BYTES);
    }

    /** A connection from the host. */
    @Benchmark
    public void tcpDown() throws InterruptedException {
        guest.ask();
        guest.download(BYTES);
    }
}
