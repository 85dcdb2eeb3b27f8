package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;
import java.util.List;

/**
 * A timer group (TRM, "64-bit Timers" and "Watchdog Timers"): the timers T0, T1 and LACT, the main watchdog with its
 * write protection and flash-boot protection, and the calibration of the slow clocks.
 *
 * <p>Modelled: all of those. Storage: LACT's sleep compensation, reset pulse lengths, cyclic calibration, clock gating.
 */
public final class TimerGroup extends RegisterBlock {
    private static final int T0 = 0;
    private static final int T1 = 1;
    private static final int WDT = 2;
    private static final int LACT = 3;
    private static final int SOURCES = 4;

    private static final int WRITE_KEY = 0x50d83aa1;
    private static final int WDT_EN = 31;
    private static final int WDT_EDGE_INT_EN = 22;
    private static final int WDT_LEVEL_INT_EN = 21;
    private static final int WDT_FLASHBOOT_MOD_EN = 14;

    private static final int INTERRUPT = 1;
    private static final int RESET_CPU = 2;
    private static final int RESET_SYSTEM = 3;

    private final ClockTree clocks;
    private final List<InterruptLine> levels;
    private final List<InterruptLine> edges;
    private final boolean guardsFlashBoot;
    private final WatchdogAction action;
    private final GeneralTimer timer0;
    private final GeneralTimer timer1;
    private final GeneralTimer lact;
    private final Watchdog watchdog;
    private final Register wdtConfig0;
    private final Register wdtConfig1;
    private final Register[] wdtHolds;
    private final Register wdtProtect;
    private final SlowClockCalibration calibration;
    private final InterruptRegisters interrupts;

    /**
     * A timer group.
     *
     * @param name such as {@code TIMG0}
     * @param clock virtual time
     * @param clocks gives the APB frequency and the slow clocks
     * @param levels the level wires of T0, T1, watchdog and LACT, in this order
     * @param edges their edge wires
     * @param guardsFlashBoot whether the watchdog runs from reset on to guard the boot from flash: group 0 only
     * @param action what the watchdog does to the chip
     */
    public TimerGroup(String name, Clock clock, ClockTree clocks, List<InterruptLine> levels, List<InterruptLine> edges,
            boolean guardsFlashBoot, WatchdogAction action) {
        super(name, 0x100);
        this.clocks = clocks;
        this.levels = List.copyOf(levels);
        this.edges = List.copyOf(edges);
        this.guardsFlashBoot = guardsFlashBoot;
        this.action = action;
        interrupts = interruptsPerBit(0x9c, 0xa0, 0x98, 0xa4, this::drive);
        timer0 = new GeneralTimer(this, "T0", 0x00, 0x60002000, 0x04, clock, clocks, interrupts::drive,
                () -> fire(T0));
        timer1 = new GeneralTimer(this, "T1", 0x24, 0x60002000, 0x28, clock, clocks, interrupts::drive,
                () -> fire(T1));
        lact = new GeneralTimer(this, "LACT", 0x70, 0x60002300, 0x78, clock, clocks, interrupts::drive,
                () -> fire(LACT));
        register(0x74, "LACTRTC");
        watchdog = new Watchdog(name + " watchdog", clock, this::hold, this::expired);
        wdtConfig0 = register(0x48, "WDTCONFIG0").reset(0x4c000).onWrite(word -> watchdogConfigured());
        wdtConfig1 = register(0x4c, "WDTCONFIG1").reset(0x10000).onWrite(word -> watchdogConfigured());
        wdtHolds = new Register[] {
            register(0x50, "WDTCONFIG2").reset(0x18cba80),
            register(0x54, "WDTCONFIG3").reset(0x7ffffff),
            register(0x58, "WDTCONFIG4").reset(0xfffff),
            register(0x5c, "WDTCONFIG5").reset(0xfffff),
        };
        for (Register holdTime : wdtHolds) {
            holdTime.onWrite(word -> watchdogConfigured());
        }
        register(0x60, "WDTFEED").command(word -> feed());
        wdtProtect = register(0x64, "WDTWPROTECT").reset(WRITE_KEY).onWrite(word -> protect());
        calibration = new SlowClockCalibration(this, clock, clocks);
        register(0xf8, "NTIMERS_DATE").reset(0x1604290);
        register(0xfc, "TIMGCLK");
        clocks.onChange(this::clocksChanged);
        watchdogConfigured();
    }

    private void clocksChanged() {
        timer0.configured();
        timer1.configured();
        lact.configured();
        watchdogConfigured();
    }

    private void fire(int source) {
        interrupts.raise(1 << source);
        if ((interrupts.enabled() >>> source & 1) != 0 && edgeInterrupt(source)) {
            edges.get(source).set(true);
            edges.get(source).set(false);
        }
    }

    private boolean edgeInterrupt(int source) {
        return switch (source) {
            case T0 -> timer0.edgeInterrupt();
            case T1 -> timer1.edgeInterrupt();
            case LACT -> lact.edgeInterrupt();
            default -> wdtConfig0.bit(WDT_EDGE_INT_EN);
        };
    }

    private boolean levelInterrupt(int source) {
        return switch (source) {
            case T0 -> timer0.levelInterrupt();
            case T1 -> timer1.levelInterrupt();
            case LACT -> lact.levelInterrupt();
            default -> wdtConfig0.bit(WDT_LEVEL_INT_EN);
        };
    }

    /**
     * Drives the level wires. The watchdog's does not wait for INT_ENA, only for its own LEVEL_INT_EN: ESP-IDF 3's task watchdog sets
     * nothing else, and its interrupt comes on the chip.
     */
    private void drive(int status) {
        int pending = status | interrupts.raw() & 1 << WDT;
        for (int source = 0; source < SOURCES; source++) {
            levels.get(source).set((pending >>> source & 1) != 0 && levelInterrupt(source));
        }
    }

    /** "Write-protected registers can be written when the value is 0x050D83AA1" (TRM, Watchdog Timers). */
    private void protect() {
        int mask = unlocked() ? -1 : 0;
        wdtConfig0.writable(mask);
        wdtConfig1.writable(mask);
        for (Register holdTime : wdtHolds) {
            holdTime.writable(mask);
        }
    }

    private boolean unlocked() {
        return wdtProtect.get() == WRITE_KEY;
    }

    private void feed() {
        if (unlocked()) {
            watchdog.feed();
        }
    }

    private boolean guardingFlashBoot() {
        return guardsFlashBoot && wdtConfig0.bit(WDT_FLASHBOOT_MOD_EN);
    }

    private void watchdogConfigured() {
        watchdog.rate((long) clocks.ticksPerApbCycle() * Math.max(1, wdtConfig1.field(31, 16)), 1);
        watchdog.pause(!clocks.apbRuns());
        watchdog.run(wdtConfig0.bit(WDT_EN) || guardingFlashBoot());
        interrupts.drive();
    }

    private int hold(int stage) {
        return wdtHolds[stage].get();
    }

    private void expired(int stage) {
        int low = 29 - 2 * stage;
        int act = guardingFlashBoot() && stage == 0 ? RESET_SYSTEM : wdtConfig0.field(low + 1, low);
        switch (act) {
            case INTERRUPT -> fire(WDT);
            case RESET_CPU -> action.cpuReset();
            case RESET_SYSTEM -> action.systemReset();
            default -> { }
        }
    }

    @Override
    public void reset() {
        super.reset();
        protect();
        timer0.reset();
        timer1.reset();
        lact.reset();
        calibration.reset();
        watchdog.run(false);
        watchdogConfigured();
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(timer0, timer1, lact, watchdog, calibration);
        protect();
    }
}
