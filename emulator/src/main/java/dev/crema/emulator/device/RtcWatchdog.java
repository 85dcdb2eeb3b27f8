package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;

/**
 * The RTC watchdog (TRM, "Watchdog Timers"): counts the slow clock, can reset the RTC itself, and guards the boot from flash from
 * power-on until software clears FLASHBOOT_MOD_EN.
 */
final class RtcWatchdog implements Stateful {
    private static final int WRITE_KEY = 0x50d83aa1;
    private static final int EN = 31;
    private static final int FLASHBOOT_MOD_EN = 10;
    private static final int PROCPU_RESET_EN = 9;
    private static final int APPCPU_RESET_EN = 8;
    private static final int PAUSE_IN_SLP = 7;

    private static final int INTERRUPT = 1;
    private static final int RESET_CPU = 2;
    private static final int RESET_SYSTEM = 3;
    private static final int RESET_RTC = 4;

    private final ClockTree clocks;
    private final PowerControl power;
    private final Runnable interrupt;
    private final Watchdog watchdog;
    private final Register config;
    private final Register[] holds;
    private final Register protect;
    private boolean asleep;

    RtcWatchdog(RegisterBlock block, Clock clock, ClockTree clocks, PowerControl power, Runnable interrupt) {
        this.clocks = clocks;
        this.power = power;
        this.interrupt = interrupt;
        watchdog = new Watchdog("RTC watchdog", clock, this::hold, this::expired);
        config = block.register(0x8c, "WDTCONFIG0").reset(0x4c80).onWrite(word -> follow());
        holds = new Register[] {
            block.register(0x90, "WDTCONFIG1").reset(0x1f400),
            block.register(0x94, "WDTCONFIG2").reset(0x13880),
            block.register(0x98, "WDTCONFIG3").reset(0xfff),
            block.register(0x9c, "WDTCONFIG4").reset(0xfff),
        };
        for (Register holdTime : holds) {
            holdTime.onWrite(word -> follow());
        }
        block.register(0xa0, "WDTFEED").command(this::feed);
        protect = block.register(0xa4, "WDTWPROTECT").reset(WRITE_KEY).onWrite(word -> protect());
    }

    private boolean unlocked() {
        return protect.get() == WRITE_KEY;
    }

    private void protect() {
        int mask = unlocked() ? -1 : 0;
        config.writable(mask);
        for (Register holdTime : holds) {
            holdTime.writable(mask);
        }
    }

    private void feed(int word) {
        if (unlocked() && word < 0) {
            watchdog.feed();
        }
    }

    /** Follows the registers, the slow clock and sleep. */
    void follow() {
        watchdog.rate(clocks.slow().ticks(), clocks.slow().cycles());
        watchdog.pause(asleep && config.bit(PAUSE_IN_SLP));
        watchdog.run(config.bit(EN) || config.bit(FLASHBOOT_MOD_EN));
    }

    void sleep(boolean sleeping) {
        asleep = sleeping;
        follow();
    }

    private int hold(int stage) {
        return holds[stage].get();
    }

    private void expired(int stage) {
        int low = 28 - 3 * stage;
        int action = config.bit(FLASHBOOT_MOD_EN) && stage == 0 ? RESET_RTC : config.field(low + 2, low);
        switch (action) {
            case INTERRUPT -> interrupt.run();
            case RESET_CPU -> resetCpus();
            case RESET_SYSTEM -> power.systemReset(ResetReason.RTCWDT_SYS_RESET);
            case RESET_RTC -> power.systemReset(ResetReason.RTCWDT_RTC_RESET);
            default -> { }
        }
    }

    private void resetCpus() {
        if (config.bit(PROCPU_RESET_EN)) {
            power.cpuReset(0, ResetReason.RTCWDT_CPU_RESET);
        }
        if (config.bit(APPCPU_RESET_EN)) {
            power.cpuReset(1, ResetReason.RTCWDT_CPU_RESET);
        }
    }

    /** Puts the registers to what any reset but that of a CPU leaves, and starts anew. */
    void reset() {
        config.reset();
        for (Register holdTime : holds) {
            holdTime.reset();
        }
        protect.reset();
        protect();
        asleep = false;
        watchdog.run(false);
        follow();
    }

    @Override
    public void state(State state) {
        state.all(watchdog);
        asleep = state.value(asleep);
        protect();
    }
}
