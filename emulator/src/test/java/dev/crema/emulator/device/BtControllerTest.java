package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BtControllerTest {
    private static final int CNTL = 0x000;
    private static final int VERSION = 0x004;
    private static final int INTCNTL = 0x00c;
    private static final int INTSTAT = 0x010;
    private static final int INTACK = 0x018;
    private static final int SLOTCLK = 0x01c;
    private static final int FINETIMECNT = 0x020;
    private static final int DEEPSLCNTL = 0x030;
    private static final int DEEPSLWKUP = 0x034;
    private static final int DEEPSLSTAT = 0x038;
    private static final int GROSSTIMTGT = 0x0b4;
    private static final int FINETIMTGT = 0x0b8;
    private static final int LE = 0x200;
    private static final int ADVCHMAP = LE + 0x090;
    private static final int ADVTIM = LE + 0x0a0;
    private static final int SAMPLE = 1 << 31;
    private static final int ENABLE = 1 << 8;
    private static final int CLKNINT = 1;
    private static final int SLPINT = 1 << 2;
    private static final int FINETGTIMINT = 1 << 9;
    private static final int GROSSTGTIMINT = 1 << 10;
    private static final int FRAMEINT = 1 << 14;
    private static final int EVENTINT = 1 << 3;
    private static final int CRYPTINT = 1 << 4;
    private static final int SLOT = 625;
    private static final int CONTROL_STRUCTURE = 0x43a;

    private final Bench bench = new Bench();
    private final Wire line = new Wire();
    private final Wire leLine = new Wire();
    private final DmaRam ram = new DmaRam();
    /** 40 MHz / 80: a cycle of 2 µs, as ESP-IDF sets it. */
    private final BtLowPowerClock lowPower = new BtLowPowerClock(new Register("BT_LPCK_DIV_INT").reset(79),
            new Register("BT_LPCK_DIV_FRAC").reset(1 << 26), bench.clocks);
    private final BtController bt = new BtController(bench.clock, line, leLine, ram, lowPower);

    @Test
    void versionsAreThoseTheRomAsserts() {
        assertEquals(0x08000b00, read(VERSION));
        assertEquals(0x08000900, read(LE + VERSION));
    }

    @Test
    void resetsAndAbortsClearThemselves() {
        write(CNTL, 0xff007107);
        assertEquals(0x7107, read(CNTL));
        write(LE, 0xff000100);
        assertEquals(0x100, read(LE));
    }

    @Test
    void theClockIsSampledInHalfSlots() {
        bench.advance(SLOT + 400);
        assertEquals(0, read(SLOTCLK), "not sampled");
        write(SLOTCLK, SAMPLE);
        assertEquals(3, read(SLOTCLK));
        assertEquals(624 - 400, read(FINETIMECNT));
        bench.advance(10 * SLOT);
        assertEquals(3, read(SLOTCLK));
        write(LE + SLOTCLK, SAMPLE);
        assertEquals(11, read(LE + SLOTCLK));
        write(CNTL, 1 << 30);
        write(SLOTCLK, SAMPLE);
        assertEquals(0, read(SLOTCLK), "the timing generator starts again");
    }

    @Test
    void theFineTimerReachesItsSlot() {
        write(INTCNTL, FINETGTIMINT);
        write(FINETIMTGT, 100);
        bench.advance(100 * SLOT - 1);
        assertFalse(line.asserted());
        bench.advance(1);
        assertTrue(line.asserted());
        assertEquals(FINETGTIMINT, read(INTSTAT));
        write(INTACK, FINETGTIMINT);
        assertFalse(line.asserted());
    }

    @Test
    void theGrossTimerCountsTensOfMilliseconds() {
        write(INTCNTL, GROSSTGTIMINT);
        bench.advance(15_000);
        write(GROSSTIMTGT, 5);
        bench.advance(34_999);
        assertEquals(0, read(INTSTAT));
        bench.advance(1);
        assertEquals(GROSSTGTIMINT, read(INTSTAT));
    }

    /** The order of r_rwbt_sleep_enter, r_rwbt_sleep_wakeup and r_rwbt_sleep_wakeup_end. */
    @Test
    void sleepEndsByTheLowPowerClock() {
        write(DEEPSLWKUP, 5000);
        write(INTCNTL, SLPINT);
        write(DEEPSLCNTL, 7);
        assertEquals(1 << 15, read(DEEPSLCNTL) & 1 << 15);
        bench.advance(4000);
        assertEquals(2000, read(DEEPSLSTAT));
        bench.advance(5999);
        assertFalse(line.asserted());
        bench.advance(1);
        assertTrue(line.asserted());
        assertEquals(5000, read(DEEPSLSTAT));
        assertEquals(0, read(DEEPSLCNTL));
        write(INTCNTL, CLKNINT);
        write(INTACK, -1);
        assertFalse(line.asserted());
        bench.advance(313);
        assertEquals(CLKNINT, read(INTSTAT));
    }

    @Test
    void softwareCanEndTheSleep() {
        write(DEEPSLWKUP, 5000);
        write(INTCNTL, SLPINT);
        write(DEEPSLCNTL, 7);
        bench.advance(1000);
        write(DEEPSLCNTL, read(DEEPSLCNTL) | 1 << 4);
        assertTrue(line.asserted());
        assertEquals(500, read(DEEPSLSTAT));
        bench.advance(100_000);
        assertEquals(500, read(DEEPSLSTAT));
    }

    @Test
    void anAdvertisingEventTakesItsChannels() {
        write(LE, ENABLE);
        write(LE + INTCNTL, EVENTINT);
        write(ADVCHMAP, 5);
        write(ADVTIM, 1250);
        controlStructure(4, 0, 8);
        program(3, CONTROL_STRUCTURE << 16 | 2);
        bench.advance(3 * SLOT);
        assertEquals(CONTROL_STRUCTURE << 16, ram.load32(DmaRam.BASE + 12), "taken");
        bench.advance(1749);
        assertFalse(leLine.asserted(), "from the first to the second channel, and an answer that does not come");
        bench.advance(1);
        assertTrue(leLine.asserted());
        write(LE + INTACK, EVENTINT);
        bench.advance(100_000);
        assertFalse(leLine.asserted(), "an event ends once");
    }

    @Test
    void aScanLastsItsWindowOrUntilAborted() {
        write(LE, ENABLE);
        write(LE + INTCNTL, EVENTINT);
        controlStructure(8, 1 << 15 | 48, 48);
        program(1, CONTROL_STRUCTURE << 16 | 2);
        bench.advance(48 * SLOT);
        assertFalse(leLine.asserted());
        bench.advance(SLOT);
        assertTrue(leLine.asserted());
        write(LE + INTACK, EVENTINT);
        program(5, CONTROL_STRUCTURE << 16 | 2);
        bench.advance(10 * SLOT);
        write(LE, ENABLE | 1 << 24);
        bench.advance(1);
        assertTrue(leLine.asserted());
    }

    @Test
    void anEventThatOverlapsEndsTheOneBefore() {
        write(LE, ENABLE);
        write(LE + INTCNTL, EVENTINT);
        controlStructure(8, 1 << 15 | 48, 48);
        program(1, CONTROL_STRUCTURE << 16 | 2);
        program(4, CONTROL_STRUCTURE << 16 | 2);
        bench.advance(3 * SLOT);
        assertFalse(leLine.asserted());
        bench.advance(SLOT);
        assertTrue(leLine.asserted());
        write(LE + INTACK, EVENTINT);
        bench.advance(48 * SLOT);
        assertTrue(leLine.asserted());
    }

    @Test
    void aFrameEnds() {
        write(CNTL, ENABLE);
        write(INTCNTL, FRAMEINT);
        program(2, 0x1dee << 16 | 1);
        bench.advance(4 * SLOT);
        assertTrue(line.asserted());
    }

    @Test
    void nothingHappensWhileDisabled() {
        program(3, CONTROL_STRUCTURE << 16 | 2);
        bench.advance(100 * SLOT);
        assertEquals(CONTROL_STRUCTURE << 16 | 2, ram.load32(DmaRam.BASE + 12));
    }

    /** Bluetooth core specification, Vol 6 Part C, section 1: sample data for encryption, of LTK and SKD to a session key. */
    @Test
    void encryptsTheSampleData() {
        byte[] key = HexFormat.of().parseHex("bf01fb9d4ef3bc36d874f5394138684c");
        byte[] plain = HexFormat.of().parseHex("1302f1e0dfcebdac7968574635241302");
        for (int i = 0; i < 16; i += 4) {
            write(LE + 0x0c4 + i, ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getInt(i));
        }
        for (int i = 0; i < 16; i++) {
            ram.store8(DmaRam.BASE + 0x96 + i, plain[i]);
        }
        write(LE + 0x0d4, 0x96);
        write(LE + INTCNTL, CRYPTINT);
        write(LE + 0x0c0, 1);
        bench.advance(100);
        assertTrue(leLine.asserted());
        StringBuilder session = new StringBuilder();
        for (int i = 15; i >= 0; i--) {
            session.append(String.format("%02x", ram.load8(DmaRam.BASE + 0xa6 + i)));
        }
        assertEquals("99ad1b5226a37e3e058e3b8e27c2c666", session.toString());
    }

    @Test
    void basebandSaysIdle() {
        BtBaseband baseband = new BtBaseband();
        baseband.write(0x110, -1, 4);
        assertEquals(0, baseband.read(0x110, 4));
        assertEquals(0, baseband.read(0x100, 4));
    }

    @Test
    void lowPowerClocksOfAllSources() {
        Register divider = new Register("BT_LPCK_DIV_INT").reset(0);
        Register source = new Register("BT_LPCK_DIV_FRAC");
        BtLowPowerClock clock = new BtLowPowerClock(divider, source, bench.clocks);
        source.set(1 << 27);
        assertEquals(480_000_000L, clock.ticks(32_768));
        assertEquals(32_768, clock.cycles(480_000_000L));
        source.set(1 << 24);
        assertEquals(480_000_000L, clock.ticks(150_000));
        source.set(1 << 25);
        assertEquals(480_000_000L, clock.ticks(8_500_000));
    }

    private void controlStructure(int format, int window, int longest) {
        int address = DmaRam.BASE + CONTROL_STRUCTURE;
        ram.store8(address, format);
        ram.store8(address + 0x14, window);
        ram.store8(address + 0x15, window >> 8);
        ram.store8(address + 0x1a, longest);
    }

    private void program(int slot, int word) {
        ram.store32(DmaRam.BASE + 4 * slot, word);
    }

    private int read(int offset) {
        return bt.read(offset, 4);
    }

    private void write(int offset, int value) {
        bt.write(offset, value, 4);
    }
}
