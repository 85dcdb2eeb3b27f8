package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class I2cTest {
    private static final int CTR = 0x004;
    private static final int SR = 0x008;
    private static final int FIFO_CONF = 0x018;
    private static final int DATA = 0x01c;
    private static final int INT_RAW = 0x020;
    private static final int INT_CLR = 0x024;
    private static final int INT_ENA = 0x028;
    private static final int COMD = 0x058;
    private static final int START_AS_MASTER = 1 << 5 | 1 << 4 | 3;
    private static final int RSTART = 0;
    private static final int WRITE = 1 << 11;
    private static final int READ = 2 << 11;
    private static final int STOP = 3 << 11;
    private static final int END = 4 << 11;
    private static final int ACK_CHECK = 1 << 8;
    private static final int BUS_BUSY = 1 << 4;
    private static final int END_DETECT_INT = 1 << 3;
    private static final int TRANS_COMPLETE_INT = 1 << 7;
    private static final int ACK_ERR_INT = 1 << 10;
    private static final int DONE = 1 << 31;

    /** A memory that acknowledges two bytes and then no more. */
    private static final class Target implements I2cTarget {
        private final List<String> heard = new ArrayList<>();
        private int next = 0x40;

        @Override
        public void start(boolean read) {
            heard.add(read ? "read" : "write");
        }

        @Override
        public boolean write(int value) {
            heard.add(Integer.toHexString(value));
            return heard.size() < 4;
        }

        @Override
        public int read() {
            return next++;
        }

        @Override
        public void stop() {
            heard.add("stop");
        }
    }

    private final Bench bench = new Bench();
    private final Wire line = new Wire();
    private final I2c i2c = new I2c("I2C0", bench.clock, bench.clocks, line);
    private final Target target = new Target();

    I2cTest() {
        i2c.attach(0x50, target);
        // 400 kHz: 100 APB cycles each.
        write(0x000, 100);
        write(0x038, 100);
    }

    @Test
    void aWriteTakesItsTimeAndReachesTheTarget() {
        commands(RSTART, WRITE | ACK_CHECK | 3, STOP);
        data(0xa0, 0x12, 0x34);
        write(INT_ENA, TRANS_COMPLETE_INT);
        write(CTR, START_AS_MASTER);
        assertEquals(3, read(CTR) & 0x2f, "TRANS_START clears itself");
        assertEquals(BUS_BUSY, read(SR) & BUS_BUSY);
        bench.advance(70);
        assertFalse(line.asserted(), "29 bits of 2.5 µs take 72.5 µs");
        bench.advance(3);
        assertTrue(line.asserted());
        assertEquals(0, read(SR) & BUS_BUSY);
        assertEquals(List.of("write", "12", "34", "stop"), target.heard);
        assertEquals(DONE, read(COMD + 8) & DONE);
    }

    @Test
    void aReadFillsTheFifo() {
        commands(RSTART, WRITE | ACK_CHECK | 1, READ | 2, READ | 1 << 10 | 1, STOP);
        data(0xa1);
        write(CTR, START_AS_MASTER);
        bench.advance(1000);
        assertEquals(3, read(SR) >>> 8 & 0x3f);
        assertEquals(0x40, read(DATA));
        assertEquals(0x41, read(DATA));
        assertEquals(0x42, read(DATA));
        assertEquals(0, read(SR) >>> 8 & 0x3f);
    }

    @Test
    void nobodyAcknowledgesAnUnusedAddress() {
        commands(RSTART, WRITE | ACK_CHECK | 1, STOP);
        data(0x20);
        write(CTR, START_AS_MASTER);
        bench.advance(1000);
        assertEquals(ACK_ERR_INT, read(INT_RAW) & (ACK_ERR_INT | TRANS_COMPLETE_INT));
        assertEquals(1, read(SR) & 1);
        assertEquals(0, read(SR) & BUS_BUSY);
    }

    @Test
    void aByteThatIsNotAcknowledgedEndsTheList() {
        commands(RSTART, WRITE | ACK_CHECK | 5, STOP);
        data(0xa0, 1, 2, 3, 4);
        write(CTR, START_AS_MASTER);
        bench.advance(1000);
        assertEquals(ACK_ERR_INT, read(INT_RAW) & (ACK_ERR_INT | TRANS_COMPLETE_INT));
        assertEquals(List.of("write", "1", "2", "3", "stop"), target.heard);
    }

    @Test
    void aListThatEndsGoesOnAfterItsRefill() {
        commands(RSTART, WRITE | ACK_CHECK | 2, END);
        data(0xa0, 1);
        write(CTR, START_AS_MASTER);
        bench.advance(1000);
        assertEquals(END_DETECT_INT, read(INT_RAW) & (END_DETECT_INT | TRANS_COMPLETE_INT));
        write(INT_CLR, END_DETECT_INT);
        commands(WRITE | ACK_CHECK | 1, STOP);
        data(2);
        write(CTR, START_AS_MASTER);
        bench.advance(1000);
        assertEquals(List.of("write", "1", "2", "stop"), target.heard);
    }

    @Test
    void aWriteWithoutDataHoldsTheClock() {
        commands(RSTART, WRITE | 2, STOP);
        data(0xa0);
        write(CTR, START_AS_MASTER);
        bench.advance(1000);
        assertEquals(0, read(INT_RAW) & TRANS_COMPLETE_INT);
        data(7);
        bench.advance(1000);
        assertEquals(TRANS_COMPLETE_INT, read(INT_RAW) & TRANS_COMPLETE_INT);
        assertEquals(List.of("write", "7", "stop"), target.heard);
    }

    @Test
    void fifoInterruptsFollowTheThresholds() {
        write(FIFO_CONF, 2 << 5);
        assertEquals(2, read(INT_RAW) & 2);
        data(1, 2, 3);
        assertEquals(0, read(INT_RAW) & 2);
        write(FIFO_CONF, 2 << 5 | 1 << 13);
        assertEquals(2, read(INT_RAW) & 2);
        write(INT_CLR, 2);
        assertEquals(2, read(INT_RAW) & 2, "a level comes back");
    }

    @Test
    void attachRefusesWhatIsNoAddress() {
        assertThrows(IllegalArgumentException.class, () -> i2c.attach(0x80, target));
    }

    private void commands(int... list) {
        for (int i = 0; i < list.length; i++) {
            write(COMD + 4 * i, list[i]);
        }
    }

    private void data(int... bytes) {
        for (int value : bytes) {
            write(DATA, value);
        }
    }

    private int read(int offset) {
        return i2c.read(offset, 4);
    }

    private void write(int offset, int value) {
        i2c.write(offset, value, 4);
    }
}
