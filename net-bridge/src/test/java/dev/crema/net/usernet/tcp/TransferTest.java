package dev.crema.net.usernet.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import dev.crema.net.usernet.packet.TcpSegment;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two ends of ours, with a cable between them that loses, doubles and reorders; all in virtual time. */
class TransferTest {
    private static final TcpConnection.Ports PORTS = new TcpConnection.Ports(50_000, 80);
    private static final int BYTES = 300_000;

    private final Clock clock = new Clock();
    private BadCable cable;
    private TestEnd caller;
    private TestEnd called;
    private Consumer<TcpSegment> answerOfTheCalled = this::receiveCalled;

    private static byte[] random(long seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private void connect(byte[] up, byte[] down, BadCable through, int sequence) {
        cable = through;
        called = new TestEnd(down, segment -> cable.carry(segment, caller.connection::receive));
        caller = new TestEnd(up, segment -> cable.carry(segment, carried -> answerOfTheCalled.accept(carried)));
        caller.connection = TcpConnection.dial(PORTS, sequence, clock, caller);
    }

    private void receiveCalled(TcpSegment segment) {
        if (called.connection == null) {
            called.connection = TcpConnection.dialed(segment, 0x7fff_ff00, clock, called);
            called.connection.accept();
        } else {
            called.connection.receive(segment);
        }
    }

    /** Virtual time until nothing is due any more, in seconds. */
    private long run() {
        while (clock.nextDue() != Clock.NEVER) {
            clock.advanceTo(Math.max(clock.now(), clock.nextDue()));
            clock.runDue();
            assertTrue(clock.now() < 3_600 * Clock.TICKS_PER_SECOND, "it takes an hour");
        }
        return clock.now() / Clock.TICKS_PER_SECOND;
    }

    @ParameterizedTest
    @CsvSource({"1,0,0,0", "2,0,0,20", "3,1,0,0", "4,10,5,5", "5,30,0,0", "6,30,20,50", "7,0,50,30"})
    void allBytesArriveInOrderWhateverTheCableDoes(long seed, int lost, int twice, int delayMillis) {
        byte[] up = random(seed, BYTES);
        byte[] down = random(seed + 100, BYTES);
        // Both sequence numbers wrap on the way.
        connect(up, down, new BadCable(clock, seed, lost, twice, delayMillis), 0xffff_f000);
        run();
        assertArrayEquals(up, called.got());
        assertArrayEquals(down, caller.got());
        assertEquals("clean clean", caller.ended + " " + called.ended);
        assertTrue(caller.forgotten && called.forgotten);
    }

    @Test
    void aPerfectCableCarriesNothingTwice() {
        connect(random(1, BYTES), new byte[1], new BadCable(clock, 0, 0, 0, 0), 1);
        run();
        List<Integer> data = caller.sent.stream().filter(segment -> segment.payload().length > 0)
                .map(TcpSegment::sequence).toList();
        assertEquals(Set.copyOf(data).size(), data.size());
        int fewest = (BYTES + TcpConnection.LONGEST_SEGMENT - 1) / TcpConnection.LONGEST_SEGMENT;
        assertTrue(data.size() <= fewest + fewest / 20, () -> data.size() + " segments, where " + fewest + " would do");
    }

    @Test
    void aGuestThatDoesNotReadIsProbedAndGetsTheRestLater() {
        byte[] up = random(3, 200_000);
        connect(up, new byte[1], new BadCable(clock, 0, 0, 0, 0), 1);
        called.slow = true;
        pass(10);
        int before = cable.carried;
        pass(300);
        assertEquals(TcpConnection.WINDOW, called.got().length, "the window is full");
        assertEquals("", caller.ended, "and the connection stays");
        assertTrue(cable.carried > before + 8, "it is probed");
        while (called.got().length < up.length) {
            called.consume();
            pass(1);
        }
        assertArrayEquals(up, called.got());
    }

    @Test
    void aGuestThatIsGoneIsGivenUp() {
        connect(new byte[10], new byte[0], new BadCable(clock, 0, 100, 0, 0), 1);
        long seconds = run();
        assertEquals("broken", caller.ended);
        assertTrue(seconds > 60 && seconds < 300, () -> "after " + seconds + " seconds");
    }

    @Test
    void anIdleConnectionIsKeptUntilTheGuestHasForgottenIt() {
        connect(new byte[0], new byte[0], new BadCable(clock, 0, 0, 0, 0), 1);
        pass(1_000);
        assertEquals("", caller.ended + called.ended);
        answerOfTheCalled = segment -> cable.carry(TcpConnection.resetTo(segment), caller.connection::receive);
        pass(100);
        assertEquals("broken", caller.ended);
    }

    @Test
    void dataAfterTheOthersEndStillArrives() {
        byte[] up = random(5, 50_000);
        connect(up, new byte[0], new BadCable(clock, 0, 0, 0, 0), 1);
        pass(10);
        assertTrue(called.finished);
        assertEquals("", called.ended);
        called.connection.send(up);
        called.connection.finish();
        run();
        assertArrayEquals(up, caller.got());
        assertEquals("clean clean", caller.ended + " " + called.ended);
    }

    private void pass(int seconds) {
        long end = clock.now() + seconds * Clock.TICKS_PER_SECOND;
        while (clock.nextDue() <= end) {
            clock.advanceTo(Math.max(clock.now(), clock.nextDue()));
            clock.runDue();
        }
        clock.advanceTo(end);
    }
}
