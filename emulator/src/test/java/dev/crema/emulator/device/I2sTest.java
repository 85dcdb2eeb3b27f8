package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class I2sTest {
    private static final int CONF = 0x008;
    private static final int INT_RAW = 0x00c;
    private static final int INT_ENA = 0x014;
    private static final int INT_CLR = 0x018;
    private static final int OUT_LINK = 0x030;
    private static final int IN_LINK = 0x034;
    private static final int OUT_EOF_DES_ADDR = 0x038;
    private static final int IN_EOF_DES_ADDR = 0x03c;
    private static final int CLKM_CONF = 0x0ac;
    private static final int SAMPLE_RATE_CONF = 0x0b0;
    private static final int TX_START = 1 << 4;
    private static final int RX_START = 1 << 5;
    private static final int LINK_START = 1 << 29;
    private static final int OUT_EOF = 1 << 12;
    private static final int OUT_TOTAL_EOF = 1 << 16;
    private static final int IN_SUC_EOF = 1 << 9;
    private static final int EOF_AND_OWNER = 3 << 30;

    private final Bench bench = new Bench();
    private final Wire line = new Wire();
    private final DmaRam ram = new DmaRam();
    private final List<Integer> sent = new ArrayList<>();
    private final I2s i2s = new I2s("I2S0", bench.clock, line, ram, new I2sPort() {
        private int next = 0x100;

        @Override
        public void transmitted(int word) {
            sent.add(word);
        }

        @Override
        public int received() {
            return next++;
        }
    });

    /** 160 MHz / 50, divided by 10, 32 bits a frame: 10 kHz; 16-bit stereo frames of 4 bytes. */
    I2sTest() {
        i2s.write(CLKM_CONF, 50, 4);
        i2s.write(SAMPLE_RATE_CONF, 16 << 18 | 16 << 12 | 10 << 6 | 10, 4);
        i2s.write(INT_ENA, OUT_EOF | IN_SUC_EOF, 4);
    }

    @Test
    void buffersLeaveAtTheSampleRate() {
        int second = DmaRam.BASE + 0x20;
        int first = ram.descriptor(0x10, EOF_AND_OWNER | 8 << 12 | 8, DmaRam.BASE + 0x100, second);
        ram.descriptor(0x20, EOF_AND_OWNER | 4 << 12 | 4, DmaRam.BASE + 0x200, 0);
        ram.store32(DmaRam.BASE + 0x100, 1);
        ram.store32(DmaRam.BASE + 0x104, 2);
        ram.store32(DmaRam.BASE + 0x200, 3);
        i2s.write(OUT_LINK, first & 0xfffff | LINK_START, 4);
        bench.advance(1000);
        assertEquals(List.of(), sent, "not started");
        i2s.write(CONF, TX_START, 4);
        bench.advance(199);
        assertFalse(line.asserted());
        bench.advance(1);
        assertTrue(line.asserted());
        assertEquals(first, i2s.read(OUT_EOF_DES_ADDR, 4));
        assertEquals(List.of(1, 2), sent);
        i2s.write(INT_CLR, -1, 4);
        bench.advance(100);
        assertEquals(List.of(1, 2, 3), sent);
        assertEquals(second, i2s.read(OUT_EOF_DES_ADDR, 4));
        assertEquals(OUT_TOTAL_EOF, i2s.read(INT_RAW, 4) & OUT_TOTAL_EOF);
    }

    @Test
    void aRingOfBuffersGoesOnUntilStopped() {
        int only = ram.descriptor(0x10, EOF_AND_OWNER | 4 << 12 | 4, DmaRam.BASE + 0x100, DmaRam.BASE + 0x10);
        i2s.write(CONF, TX_START, 4);
        i2s.write(OUT_LINK, only & 0xfffff | LINK_START, 4);
        bench.advance(1000);
        assertEquals(10, sent.size());
        i2s.write(CONF, 0, 4);
        bench.advance(1000);
        assertEquals(10, sent.size());
    }

    @Test
    void buffersAreFilled() {
        int only = ram.descriptor(0x10, 1 << 31 | 8, DmaRam.BASE + 0x100, 0);
        i2s.write(IN_LINK, only & 0xfffff | LINK_START, 4);
        i2s.write(CONF, RX_START, 4);
        bench.advance(200);
        assertTrue(line.asserted());
        assertEquals(0x100, ram.load32(DmaRam.BASE + 0x100));
        assertEquals(0x101, ram.load32(DmaRam.BASE + 0x104));
        assertEquals(1 << 30 | 8 << 12 | 8, ram.load32(only), "end of frame, owned by the CPU");
        assertEquals(only, i2s.read(IN_EOF_DES_ADDR, 4));
    }

    @Test
    void aChainOutsideOfMemoryEnds() {
        i2s.write(CONF, TX_START, 4);
        i2s.write(OUT_LINK, 0x12344 | LINK_START, 4);
        bench.advance(1000);
        assertEquals(OUT_TOTAL_EOF, i2s.read(INT_RAW, 4) & OUT_TOTAL_EOF);
        assertEquals(1, i2s.read(0x0bc, 4) & 7);
    }
}
