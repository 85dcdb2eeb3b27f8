package dev.crema.net.ethernet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.net.usernet.TestHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchTest {
    private final List<Switch> open = new ArrayList<>();
    @TempDir
    private Path folder;

    /** A machine at a switch, which keeps what it gets. */
    private static final class Machine {
        private final TestHost host = new TestHost();
        private final List<byte[]> received = new ArrayList<>();
        private final MacAddress mac;
        private final EthernetPort port;

        Machine(Switch at, int number) {
            mac = new MacAddress(0x0200_0000_0000L + number);
            port = at.plug(received::add, host);
        }

        byte[] send(MacAddress to, int content) {
            byte[] frame = new EthernetFrame(to, mac, 0x88b5, new byte[] {(byte) content}).toBytes();
            port.send(frame.clone());
            return frame;
        }

        byte[] await() {
            host.await("a frame comes", () -> !received.isEmpty());
            return received.removeFirst();
        }

        boolean isQuiet() {
            host.runPosted();
            return received.isEmpty();
        }
    }

    @AfterEach
    void close() {
        open.forEach(Switch::close);
    }

    private Switch joined(String place) {
        Switch opened = Switch.joined(place, Optional.empty());
        open.add(opened);
        return opened;
    }

    @Test
    void groupsAreForAllAndKnownStationsForOne() {
        Switch lan = Switch.inThisProcess(Optional.empty());
        Machine first = new Machine(lan, 1);
        Machine second = new Machine(lan, 2);
        Machine third = new Machine(lan, 3);
        byte[] frame = first.send(MacAddress.BROADCAST, 7);
        assertArrayEquals(frame, second.await());
        assertArrayEquals(frame, third.await());
        assertTrue(first.isQuiet());
        frame = second.send(first.mac, 8);
        assertArrayEquals(frame, first.await());
        assertTrue(third.isQuiet() && second.isQuiet());
        frame = second.send(new MacAddress(0x0100_5e00_00fbL), 9);
        assertArrayEquals(frame, first.await());
        assertArrayEquals(frame, third.await());
    }

    @Test
    void companyKeepsToHostTime() {
        Switch lan = Switch.inThisProcess(Optional.empty());
        Machine first = new Machine(lan, 1);
        first.host.runPosted();
        assertFalse(first.host.following());
        Machine second = new Machine(lan, 2);
        first.host.runPosted();
        second.host.runPosted();
        assertTrue(first.host.following() && second.host.following());
    }

    @Test
    void processesMeetAtASocketAndOutliveTheFirst() {
        String place = folder.resolve("lan").toString();
        Switch one = joined(place);
        Machine first = new Machine(one, 1);
        Machine second = new Machine(joined(place), 2);
        Machine third = new Machine(joined(place), 3);
        assertAllHear(second, first, third);
        one.close();
        assertAllHear(second, third);
        Machine fourth = new Machine(joined(place), 4);
        assertAllHear(third, second, fourth);
    }

    /** When the first goes, of all that come at once one follows it, whether it could tidy up or not. */
    @Test
    void oneAlwaysFollowsTheFirst() throws Exception {
        Path place = folder.resolve("lan");
        for (int i = 0; i < 100; i++) {
            if (i % 2 == 0) {
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(place)).close();
            }
            List<Switch> all;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Callable<Switch> coming = () -> Switch.joined(place.toString(), Optional.empty());
                all = threads.invokeAll(Collections.nCopies(4, coming)).stream().map(Future::resultNow).toList();
            }
            Machine first = new Machine(all.getFirst(), 1);
            Machine[] others = {new Machine(all.get(1), 2), new Machine(all.get(2), 3), new Machine(all.get(3), 4)};
            assertAllHear(first, others);
            all.getFirst().close();
            assertAllHear(others[0], others[1], others[2]);
            all.forEach(Switch::close);
            assertFalse(Files.exists(place));
        }
    }

    /** Sends until all hear it: nobody knows when the links are there. */
    private static void assertAllHear(Machine speaker, Machine... listeners) {
        for (Machine listener : listeners) {
            listener.host.await("it is heard", () -> {
                speaker.send(MacAddress.BROADCAST, 1);
                return !listener.received.isEmpty();
            });
            listener.received.clear();
        }
    }

    @Test
    void theStreamIsThatOfQemu() throws IOException {
        String place = folder.resolve("lan").toString();
        Machine machine = new Machine(joined(place), 1);
        try (SocketChannel qemu = SocketChannel.open(UnixDomainSocketAddress.of(place))) {
            byte[] frame = new EthernetFrame(MacAddress.BROADCAST, new MacAddress(2), 0x88b5, new byte[] {1, 2, 3}).toBytes();
            qemu.write(ByteBuffer.allocate(21).putInt(17).put(frame).flip());
            assertArrayEquals(frame, machine.await());
            byte[] answer = machine.send(new MacAddress(2), 5);
            ByteBuffer stream = ByteBuffer.allocate(4 + answer.length);
            while (stream.hasRemaining()) {
                assertTrue(qemu.read(stream) > 0);
            }
            assertArrayEquals(ByteBuffer.allocate(4 + answer.length).putInt(answer.length).put(answer).array(), stream.array());
            assertTrue(machine.host.following());
            qemu.write(ByteBuffer.allocate(4).putInt(-1).flip());
            assertEquals(-1, qemu.read(ByteBuffer.allocate(1)), "nonsense ends the connection");
        }
        machine.host.await("nobody is left", () -> !machine.host.following());
        assertAllHear(new Machine(joined(place), 2), machine);
    }

    @Test
    void theSocketOfAKilledProcessIsNoObstacle() throws IOException {
        Path place = folder.resolve("lan");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(place)).close();
        assertTrue(Files.exists(place));
        Machine first = new Machine(joined(place.toString()), 1);
        assertAllHear(new Machine(joined(place.toString()), 2), first);
        open.forEach(Switch::close);
        assertFalse(Files.exists(place));
    }

    @Test
    void whereNobodyCanMeetIsToldInASentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "precious");
        assertEquals("--switch " + file + " cannot be used: Address already in use; name another socket or port.",
                refusal(file.toString()));
        assertEquals("precious", Files.readString(file));
        assertEquals("--switch \"\" is neither the path of a socket nor HOST:PORT: it is empty.", refusal(""));
        assertTrue(refusal(folder.resolve("no/where").toString()).startsWith("--switch "));
    }

    private static String refusal(String place) {
        return assertThrows(NetworkException.class, () -> Switch.joined(place, Optional.empty())).getMessage();
    }

    @Test
    void processesMeetAtAPortToo() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Machine first = new Machine(joined("127.0.0.1:" + port), 1);
        assertAllHear(new Machine(joined("127.0.0.1:" + port), 2), first);
    }

    @Test
    void radioWavesReachOtherProcessesButNoGuest() {
        String place = folder.resolve("lan").toString();
        List<Switch> lans = List.of(joined(place), joined(place), joined(place));
        List<List<byte[]>> heard = new ArrayList<>();
        List<TestHost> hosts = new ArrayList<>();
        List<Consumer<byte[]>> mouths = new ArrayList<>();
        for (Switch lan : lans) {
            List<byte[]> messages = new ArrayList<>();
            TestHost host = new TestHost();
            heard.add(messages);
            hosts.add(host);
            mouths.add(lan.join(messages::add, host));
        }
        Machine guest = new Machine(lans.getFirst(), 1);
        // What is said before the processes have met is heard by nobody; so one calls until the other two answer to it.
        for (int other = 1; other < 3; other++) {
            List<byte[]> messages = heard.get(other);
            hosts.get(other).await("it hears the first", () -> {
                mouths.getFirst().accept(new byte[1]);
                return !messages.isEmpty();
            });
        }
        byte[] last = {1};
        mouths.getFirst().accept(last);
        for (int other = 1; other < 3; other++) {
            List<byte[]> messages = heard.get(other);
            hosts.get(other).await("the last call comes", () -> Arrays.equals(last, messages.getLast()));
            messages.clear();
        }
        byte[] message = new byte[2_000];
        message[1_999] = 1;
        for (int speaker = 0; speaker < 3; speaker++) {
            mouths.get(speaker).accept(message);
            for (int i = 1; i < 3; i++) {
                List<byte[]> messages = heard.get((speaker + i) % 3);
                hosts.get((speaker + i) % 3).await("a message comes", () -> !messages.isEmpty());
                assertArrayEquals(message, messages.removeFirst());
            }
        }
        guest.port.send(new EthernetFrame(MacAddress.BROADCAST, guest.mac, 0x88b6, message).toBytes());
        guest.send(MacAddress.BROADCAST, 1);
        assertTrue(guest.isQuiet());
        hosts.forEach(TestHost::runPosted);
        heard.forEach(messages -> assertEquals(List.of(), messages));
    }
}
