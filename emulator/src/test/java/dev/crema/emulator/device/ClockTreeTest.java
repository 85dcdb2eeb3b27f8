package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockTreeTest {
    private final ClockTree clocks = new ClockTree(false);

    @Test
    void crystalAfterReset() {
        assertEquals(40_000_000, clocks.cpuHz());
        assertEquals(40_000_000, clocks.apbHz());
        assertEquals(SlowClock.RC_SLOW, clocks.slow());
    }

    @Test
    void pllGivesTheThreeCpuFrequenciesAndAn80MegahertzBus() {
        clocks.selectSocClock(1);
        assertEquals(80_000_000, clocks.cpuHz());
        clocks.selectCpuPeriod(1);
        assertEquals(160_000_000, clocks.cpuHz());
        clocks.selectCpuPeriod(2);
        assertEquals(240_000_000, clocks.cpuHz());
        assertEquals(80_000_000, clocks.apbHz());
    }

    @Test
    void preDividerSlowsTheCrystalButNotThePll() {
        clocks.selectPreDivider(3);
        assertEquals(10_000_000, clocks.cpuHz());
        assertEquals(10_000_000, clocks.apbHz());
        clocks.selectSocClock(1);
        assertEquals(80_000_000, clocks.cpuHz());
    }

    @Test
    void rcOscillatorIsTheNearestDivisionOf480Megahertz() {
        clocks.selectSocClock(2);
        assertEquals(56, clocks.ticksPerCpuCycle());
    }

    @Test
    void listenersHearOfChangesOnly() {
        List<Integer> heard = new ArrayList<>();
        clocks.onChange(() -> heard.add(clocks.apbHz()));
        clocks.selectCpuPeriod(2);
        clocks.selectSocClock(1);
        clocks.selectSocClock(1);
        assertEquals(List.of(80_000_000), heard);
    }

    @Test
    void slowClocksHaveTheirNominalFrequencies() {
        assertEquals(480_000_000L, SlowClock.RC_SLOW.ticksOf(150_000));
        assertEquals(480_000_000L, SlowClock.XTAL32K.ticksOf(32_768));
        assertEquals(480_000_000L * 8, SlowClock.RC_FAST_D256.ticksOf(265_625));
    }
}
