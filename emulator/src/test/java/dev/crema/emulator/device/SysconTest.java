package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SysconTest {
    private final ClockTree clocks = new ClockTree(false);

    @Test
    void dividerSlowsTheCrystal() {
        Syscon syscon = new Syscon(clocks, 3);
        syscon.write(0x00, 0x2001, 4);
        assertEquals(20_000_000, clocks.cpuHz());
        syscon.reset();
        assertEquals(40_000_000, clocks.cpuHz());
    }

    @Test
    void dateTellsMajorRevisionThree() {
        assertEquals(0x96042000, new Syscon(clocks, 3).read(0x7c, 4));
        assertEquals(0x16042000, new Syscon(clocks, 1).read(0x7c, 4));
    }
}
