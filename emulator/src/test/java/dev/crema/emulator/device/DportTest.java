package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DportTest {
    private static final int PERI_RST_EN = 0x020;
    private static final int APPCPU_RESETTING = 0x02c;
    private static final int APPCPU_CLKGATE_EN = 0x030;
    private static final int APPCPU_RUNSTALL = 0x034;
    private static final int APPCPU_BOOT_ADDR = 0x038;
    private static final int CPU_PER_CONF = 0x03c;
    private static final int PRO_CACHE_CTRL = 0x040;
    private static final int PRO_CACHE_CTRL1 = 0x044;
    private static final int APP_CACHE_CTRL1 = 0x05c;
    private static final int PERIP_RST_EN = 0x0c4;
    private static final int FROM_CPU_0 = 0x0dc;
    private static final int PRO_STATUS = 0x0ec;
    private static final int APP_STATUS = 0x0f8;
    private static final int PRO_MAP = 0x104;
    private static final int APP_MAP = 0x218;
    private static final int CACHE_IA_INT_EN = 0x5a0;
    private static final int UART0 = 34;

    private final ClockTree clocks = new ClockTree(false);
    private final int[] lines = new int[2];
    private final InterruptMatrix matrix = new InterruptMatrix((cpu, asserted) -> lines[cpu] = asserted);
    private final List<String> log = new ArrayList<>();
    private final Dport dport = new Dport(clocks, matrix, new App(), new Caches());

    private final class App implements AppCpuControl {
        @Override
        public void reset() {
            log.add("reset");
        }

        @Override
        public void run(boolean running) {
            log.add(running ? "run" : "stand");
        }
    }

    private final class Caches implements CacheControl {
        @Override
        public void configured(int cpu, boolean enabled, int closed, int flashPageSize, int psramPageSize) {
            log.add("cache " + cpu + (enabled ? " on" : " off") + " closed " + Integer.toHexString(closed) + " pages "
                    + flashPageSize + " " + psramPageSize);
        }

        @Override
        public void flushed(int cpu) {
            log.add("flush " + cpu);
        }
    }

    @BeforeEach
    void powerOn() {
        dport.reset();
        log.clear();
    }

    private int read(int offset) {
        return dport.read(offset, 4);
    }

    private void write(int offset, int value) {
        dport.write(offset, value, 4);
    }

    @Test
    void resetValuesMeasuredOnSilicon() {
        assertEquals(0xfffce030, read(0x0cc));
        assertEquals(0xf9c1e06f, read(0x0c0));
        assertEquals(3, read(0x094));
        assertEquals(0x8ff, read(PRO_CACHE_CTRL1));
        assertEquals(0x8ff, read(APP_CACHE_CTRL1));
        assertEquals(0x10, read(PRO_MAP));
        assertEquals(0x10, read(APP_MAP + 4 * 68));
        assertEquals(15, read(0x504 + 4 * 15));
    }

    @Test
    void sourceReachesTheInterruptItIsMappedTo() {
        InterruptLine uart = matrix.source(UART0);
        write(PRO_MAP + 4 * UART0, 5);
        uart.set(true);
        assertEquals(1 << 5, lines[0]);
        assertEquals(0, lines[1]);
        write(APP_MAP + 4 * UART0, 9);
        assertEquals(1 << 9, lines[1]);
        write(PRO_MAP + 4 * UART0, 6);
        assertEquals(0, lines[0], "parked on a timer of the CPU");
        uart.set(false);
        assertEquals(0, lines[1]);
    }

    @Test
    void interruptsAreSharedByOr() {
        write(PRO_MAP + 4 * 1, 3);
        write(PRO_MAP + 4 * 2, 3);
        matrix.source(1).set(true);
        matrix.source(2).set(true);
        matrix.source(1).set(false);
        assertEquals(1 << 3, lines[0]);
        matrix.source(2).set(false);
        assertEquals(0, lines[0]);
    }

    @Test
    void statusWordsShowEverySourceToBothCpus() {
        matrix.source(0).set(true);
        matrix.source(UART0).set(true);
        matrix.source(68).set(true);
        assertEquals(1, read(PRO_STATUS));
        assertEquals(1 << UART0 - 32, read(PRO_STATUS + 4));
        assertEquals(1 << 4, read(PRO_STATUS + 8));
        assertEquals(1 << UART0 - 32, read(APP_STATUS + 4));
    }

    @Test
    void cpusInterruptEachOther() {
        write(APP_MAP + 4 * 25, 2);
        write(FROM_CPU_0 + 4, 1);
        assertEquals(1 << 2, lines[1]);
        write(FROM_CPU_0 + 4, 0);
        assertEquals(0, lines[1]);
        write(FROM_CPU_0 + 4, 1);
        dport.reset();
        assertEquals(0, lines[1]);
        assertEquals(0, read(PRO_STATUS));
    }

    /** The order in which ESP-IDF releases the APP CPU. */
    @Test
    void appCpuStartsWhenItsResetEnds() {
        write(APPCPU_CLKGATE_EN, 1);
        write(APPCPU_RUNSTALL, 0);
        write(APPCPU_RESETTING, 1);
        assertEquals(List.of("stand", "stand", "stand"), log);
        log.clear();
        write(APPCPU_RESETTING, 0);
        assertEquals(List.of("reset", "run"), log);
        log.clear();
        write(APPCPU_BOOT_ADDR, 0x40080000);
        assertEquals(0x40080000, dport.appCpuBootAddress());
        write(APPCPU_RUNSTALL, 1);
        write(APPCPU_RUNSTALL, 0);
        write(APPCPU_CLKGATE_EN, 0);
        assertEquals(List.of("stand", "run", "stand"), log);
    }

    @Test
    void cpuPeriodIsSelected() {
        clocks.selectSocClock(1);
        write(CPU_PER_CONF, 2);
        assertEquals(240_000_000, clocks.cpuHz());
        dport.reset();
        assertEquals(80_000_000, clocks.cpuHz());
    }

    @Test
    void flushIsDoneWhenItIsRequested() {
        write(PRO_CACHE_CTRL, 0);
        assertEquals(0, read(PRO_CACHE_CTRL));
        write(PRO_CACHE_CTRL, 1 << 4);
        assertEquals(1 << 5 | 1 << 4, read(PRO_CACHE_CTRL));
        write(PRO_CACHE_CTRL, 1 << 3);
        assertEquals(0x28, read(PRO_CACHE_CTRL), "what a bootloader leaves");
        assertEquals(List.of("flush 0", "cache 0 on closed 3f pages 65536 4096"), log);
    }

    @Test
    void windowsAndPageSizesAreReportedOnChange() {
        write(APP_CACHE_CTRL1, 0x8ff & ~(1 | 1 << 4));
        write(APP_CACHE_CTRL1, 0x8ff & ~(1 | 1 << 4));
        write(APP_CACHE_CTRL1, 2 << 9 | 0x8ff & ~(1 | 1 << 4));
        assertEquals(List.of("cache 1 off closed 2e pages 65536 4096", "cache 1 off closed 2e pages 16384 4096"), log);
    }

    @Test
    void cacheIsAlwaysIdle() {
        assertEquals(1, read(0x3f0) >>> 7 & 0xfff);
        assertEquals(1, read(0x418) >>> 7 & 0xfff);
    }

    @Test
    void faultIsRecordedAndInterruptsIfEnabled() {
        write(PRO_MAP + 4 * InterruptMatrix.CACHE_IA, 25);
        write(CACHE_IA_INT_EN, 1 << 14);
        dport.cacheFault(0, CacheWindow.IRAM0, 0x400d1234);
        assertEquals(0, lines[0]);
        assertEquals(1 << 13, read(0x3fc));
        assertEquals(0xd1234, read(0x408));
        write(CACHE_IA_INT_EN, 1 << 15);
        assertEquals(1 << 25, lines[0]);
        write(PRO_CACHE_CTRL1, 0x8ff | 1 << 13);
        assertEquals(0, lines[0]);
        dport.cacheFault(1, CacheWindow.DROM0, 0x3f400010);
        assertEquals(1 << 14, read(0x424));
        assertEquals(0x00010, read(0x42c));
        assertEquals(0, lines[0]);
        write(CACHE_IA_INT_EN, 1);
        assertEquals(1 << 25, lines[0]);
    }

    @Test
    void resetBitResetsItsBlocksOnce() {
        dport.peripheralResets().on(2, () -> log.add("UART0"));
        dport.peripheralResets().on(2, () -> log.add("and its memory"));
        dport.acceleratorResets().on(1, () -> log.add("SHA"));
        write(PERIP_RST_EN, 1 << 2);
        write(PERIP_RST_EN, 1 << 2 | 1 << 3);
        write(PERI_RST_EN, 1 << 1);
        assertEquals(List.of("UART0", "and its memory", "SHA"), log);
        write(PERIP_RST_EN, 0);
        write(PERIP_RST_EN, 1 << 2);
        assertEquals(5, log.size());
    }

    @Test
    void mmuTableKeepsNineBitsAndTellsOfChanges() {
        MmuTable table = new MmuTable(1, (cpu, index, value) -> log.add(cpu + " " + index + " " + value));
        table.write(4 * 77, 0x12345, 4);
        table.write(4 * 77, 0x145, 4);
        table.write(4 * 2047, 0x100, 4);
        table.write(4 * 2048, 1, 4);
        assertEquals(0x145, table.read(4 * 77, 4));
        assertEquals(MmuTable.INVALID, table.entry(2047));
        assertEquals(0, table.read(4 * 2048, 4));
        table.reset();
        assertEquals(List.of("1 77 325", "1 2047 256", "1 77 0", "1 2047 0"), log);
    }
}
