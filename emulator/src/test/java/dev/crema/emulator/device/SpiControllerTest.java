package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpiControllerTest {
    private static final int CMD = 0x00;
    private static final int CTRL = 0x08;
    private static final int CLOCK = 0x18;
    private static final int USER = 0x1c;
    private static final int MOSI_DLEN = 0x28;
    private static final int MISO_DLEN = 0x2c;
    private static final int SLAVE = 0x38;
    private static final int W0 = 0x80;
    private static final int DMA_OUT_LINK = 0x104;
    private static final int DMA_IN_LINK = 0x108;
    private static final int DMA_INT_ENA = 0x110;
    private static final int DMA_INT_RAW = 0x114;

    private static final int USR = 1 << 18;
    private static final int USR_MISO = 1 << 28;
    private static final int USR_MOSI = 1 << 27;
    private static final int DOUTDIN = 1;
    private static final int TRANS_DONE = 1 << 4;
    private static final int TRANS_DONE_INT_EN = 1 << 9;
    private static final int LINK_START = 1 << 29;
    private static final int OUT_EOF = 1 << 7;
    private static final int IN_SUC_EOF = 1 << 5;

    private static final int RAM = 0x3ffb0000;

    private final Clock clock = new Clock();
    private final ClockTree clocks = new ClockTree(false);
    private final byte[] ram = new byte[0x10000];
    private boolean line;
    private boolean dmaLine;
    private final SpiController spi =
            new SpiController("SPI2", clock, clocks, new Ram(), level -> line = level, level -> dmaLine = level);
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private final class Ram implements DmaMemory {
        private int index(int address) {
            return address - RAM;
        }

        @Override
        public int load8(int address) {
            return ram[index(address)] & 0xff;
        }

        @Override
        public int load32(int address) {
            return load8(address) | load8(address + 1) << 8 | load8(address + 2) << 16 | load8(address + 3) << 24;
        }

        @Override
        public void store8(int address, int value) {
            ram[index(address)] = (byte) value;
        }

        @Override
        public void store32(int address, int value) {
            for (int i = 0; i < 4; i++) {
                store8(address + i, value >>> 8 * i);
            }
        }
    }

    /** Keeps what it is sent and answers with its complement, or with a count where nothing is sent. */
    private void echo(SpiTransaction transaction) {
        for (int i = 0; i < transaction.mosiBytes(); i++) {
            sent.write(transaction.mosi(i));
        }
        for (int i = 0; i < transaction.misoBytes(); i++) {
            transaction.answer(i, i < transaction.mosiBytes() ? ~transaction.mosi(i) : i);
        }
    }

    @BeforeEach
    void attach() {
        clocks.selectSocClock(1);
        spi.attach(0, this::echo);
        write(CLOCK, 1 << 31);
    }

    private int read(int offset) {
        return spi.read(offset, 4);
    }

    private void write(int offset, int value) {
        spi.write(offset, value, 4);
    }

    private void descriptor(int at, int head, int buffer, int next) {
        Ram memory = new Ram();
        memory.store32(at, head);
        memory.store32(at + 4, buffer);
        memory.store32(at + 8, next);
    }

    private void transact(int bits) {
        write(MOSI_DLEN, bits - 1);
        write(MISO_DLEN, bits - 1);
        write(CMD, USR);
        Passing.microseconds(clock, 1_000);
        assertEquals(0, read(CMD));
    }

    @Test
    void fullDuplexExchangesTheBuffer() {
        write(USER, USR_MOSI | USR_MISO | DOUTDIN);
        write(W0, 0x04030201);
        transact(24);
        assertArrayEquals(new byte[] {1, 2, 3}, sent.toByteArray());
        assertEquals(0x04fcfdfe, read(W0));
    }

    @Test
    void transactionLastsAsLongAsItsClock() {
        write(USER, USR_MOSI);
        // 80 MHz / (1 * 8) = 10 MHz.
        write(CLOCK, 7 << 12);
        write(MOSI_DLEN, 79);
        write(SLAVE, TRANS_DONE_INT_EN);
        write(CMD, USR);
        Passing.ticks(clock, 8 * Clock.TICKS_PER_MICROSECOND - 1);
        assertEquals(USR, read(CMD));
        assertFalse(line);
        Passing.ticks(clock, 1);
        assertEquals(0, read(CMD));
        assertTrue(line);
        write(SLAVE, TRANS_DONE_INT_EN);
        assertFalse(line);
    }

    /** The driver of ESP-IDF enters its interrupt for the first time by leaving the flag set and enabling it. */
    @Test
    void doneFlagCanBeSetBySoftware() {
        write(SLAVE, TRANS_DONE);
        assertFalse(line);
        write(SLAVE, TRANS_DONE | TRANS_DONE_INT_EN);
        assertTrue(line);
    }

    @Test
    void leastSignificantBitFirstReversesBytes() {
        write(USER, USR_MOSI | USR_MISO | DOUTDIN);
        write(CTRL, 1 << 26 | 1 << 25);
        write(W0, 0x01);
        transact(8);
        assertArrayEquals(new byte[] {(byte) 0x80}, sent.toByteArray());
        assertEquals(0xfe, read(W0));
    }

    @Test
    void dmaSendsAListOfBuffers() {
        for (int i = 0; i < 300; i++) {
            ram[0x100 + i] = (byte) i;
        }
        descriptor(RAM, 1 << 31 | 200 << 12 | 200, RAM + 0x100, RAM + 16);
        descriptor(RAM + 16, 1 << 31 | 1 << 30 | 100 << 12 | 100, RAM + 0x100 + 200, 0);
        write(USER, USR_MOSI);
        write(DMA_INT_ENA, OUT_EOF);
        write(DMA_OUT_LINK, LINK_START | RAM & 0xfffff);
        transact(300 * 8);
        assertArrayEquals(Arrays.copyOfRange(ram, 0x100, 0x100 + 300), sent.toByteArray());
        assertTrue(dmaLine);
    }

    @Test
    void dmaReceivesIntoAListOfBuffers() {
        descriptor(RAM, 1 << 31 | 64, RAM + 0x100, RAM + 16);
        descriptor(RAM + 16, 1 << 31 | 64, RAM + 0x140, 0);
        write(USER, USR_MISO);
        write(DMA_IN_LINK, LINK_START | RAM & 0xfffff);
        transact(100 * 8);
        for (int i = 0; i < 100; i++) {
            assertEquals(i, ram[0x100 + i]);
        }
        Ram memory = new Ram();
        assertEquals(64 << 12 | 64, memory.load32(RAM));
        assertEquals(1 << 30 | 36 << 12 | 64, memory.load32(RAM + 16));
        assertEquals(IN_SUC_EOF, read(DMA_INT_RAW) & IN_SUC_EOF);
    }

    @Test
    void listThatLeadsInACircleEnds() {
        descriptor(RAM, 1 << 31, RAM + 0x100, RAM);
        write(USER, USR_MOSI | USR_MISO);
        write(DMA_OUT_LINK, LINK_START | RAM & 0xfffff);
        write(DMA_IN_LINK, LINK_START | RAM & 0xfffff);
        transact(32);
        assertArrayEquals(new byte[4], sent.toByteArray());
    }

    @Test
    void slaveWithoutMasterWaits() {
        write(SLAVE, 1 << 30);
        write(CMD, USR);
        Passing.microseconds(clock, 1_000_000);
        assertEquals(USR, read(CMD));
        spi.reset();
        assertEquals(0, read(CMD));
    }
}
