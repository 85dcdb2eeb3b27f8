package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class McpwmTest {
    private static final int CFG0 = 0x014;
    private static final int CFG1 = 0x018;
    private static final int STATUS = 0x020;
    private static final int RUN = 2;
    private static final int DOWN = 1 << 16;

    private final Bench bench = new Bench();
    private final Mcpwm pwm = new Mcpwm("PWM0", bench.clock, new Wire());

    /** Timer 1 counts 160 MHz / 16 / 10 = 1 MHz, up to 99. */
    McpwmTest() {
        pwm.write(0x000, 15, 4);
        pwm.write(CFG0, 99 << 8 | 9, 4);
    }

    @Test
    void aTimerCountsUp() {
        pwm.write(CFG1, RUN | 1 << 3, 4);
        bench.advance(130);
        assertEquals(30, pwm.read(STATUS, 4));
        pwm.write(CFG1, 1 << 3, 4);
        bench.advance(7);
        assertEquals(30, pwm.read(STATUS, 4), "stopped");
    }

    @Test
    void aTimerCountsDown() {
        pwm.write(CFG1, RUN | 2 << 3, 4);
        bench.advance(30);
        assertEquals(DOWN | 69, pwm.read(STATUS, 4));
    }

    @Test
    void aTimerCountsUpAndDown() {
        pwm.write(CFG1, RUN | 3 << 3, 4);
        bench.advance(98);
        assertEquals(98, pwm.read(STATUS, 4));
        bench.advance(3);
        assertEquals(DOWN | 97, pwm.read(STATUS, 4));
    }
}
