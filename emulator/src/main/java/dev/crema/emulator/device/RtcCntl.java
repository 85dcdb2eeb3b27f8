package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.time.Clock;
import dev.crema.emulator.time.Event;

/**
 * The RTC controller (TRM, "Low-Power Management" and "Reset and Clock").
 *
 * <p>Modelled: the 48-bit main timer on the slow clock with its alarm, the scratch registers STORE0-7, the watchdog, software
 * resets and stalls of the CPUs, reset causes, the selectors of CPU and slow clock, light and deep sleep with timer, pad and
 * other wake-ups, the checksum of RTC fast memory, and the interrupts TIME_VALID, WDT, MAIN_TIMER, BROWN_OUT and
 * SLP_WAKEUP, the brown-out detector. Storage: voltages, power domains, isolation, waiting times, pad holds. The supply browns out
 * only when it is {@linkplain #brownOut told to}.
 */
public final class RtcCntl extends RegisterBlock {
    private static final int SLP_WAKEUP = 1;
    private static final int WDT = 1 << 3;
    private static final int TIME_VALID = 1 << 4;
    private static final int BROWN_OUT = 1 << 7;
    private static final int MAIN_TIMER = 1 << 8;
    private static final int BROWN_OUT_ENA = 30;
    private static final int BROWN_OUT_RST_ENA = 26;

    private static final long TIMER_MASK = (1L << 48) - 1;
    private static final int TIME_UPDATE_UPDATE = 31;
    private static final int TIME_UPDATE_VALID = 30;
    private static final int SLP_TIMER1_ALARM_EN = 16;
    private static final int OPTIONS0_SW_SYS_RST = 31;
    private static final int OPTIONS0_SW_PROCPU_RST = 5;
    private static final int OPTIONS0_SW_APPCPU_RST = 4;
    private static final int OPTIONS0_COMMANDS =
            1 << OPTIONS0_SW_SYS_RST | 1 << OPTIONS0_SW_PROCPU_RST | 1 << OPTIONS0_SW_APPCPU_RST;
    /** "The CPU is stalled when {C1[5:0], C0[1:0]} is 0x86" (TRM, RTC_CNTL_SW_CPU_STALL). */
    private static final int STALL_CODE = 0x86;

    private final ClockTree clocks;
    private final PowerControl power;
    private final Counter timer;
    private final Event alarm;
    private final InterruptRegisters interrupts;
    private final RtcWatchdog watchdog;
    private final RtcSleep sleep;
    private final Register options0;
    private final Register alarmLow;
    private final Register alarmHigh;
    private final Register timeUpdate;
    private final Register timeLow;
    private final Register timeHigh;
    private final Register resetState;
    private final Register clkConf;
    private final Register stall;
    private final Register brownOut;
    private final Event brownOutReset;
    /** An alarm was set and is still to come. */
    private boolean alarmAhead;

    /**
     * The controller.
     *
     * @param clock virtual time
     * @param clocks what the clock selectors act on
     * @param line to the interrupt matrix
     * @param power what it does to the chip
     * @param pins the pads that can end sleep
     * @param rtcFastMemory what the checksum engine reads
     */
    public RtcCntl(Clock clock, ClockTree clocks, InterruptLine line, PowerControl power, WakeupPins pins,
            MemoryRegion rtcFastMemory) {
        super("RTC_CNTL", 0x140);
        this.clocks = clocks;
        this.power = power;
        timer = new Counter(clock);
        alarm = clock.event("RTC timer", this::alarm);
        interrupts = interrupts(0x40, 0x44, 0x3c, 0x48, line);
        options0 = register(0x00, "OPTIONS0").reset(0x1c492000).writable(~OPTIONS0_COMMANDS).onWrite(this::options0Written);
        alarmLow = register(0x04, "SLP_TIMER0").onWrite(word -> alarmWritten());
        alarmHigh = register(0x08, "SLP_TIMER1").onWrite(word -> alarmWritten());
        timeUpdate = register(0x0c, "TIME_UPDATE").readOnly().onWrite(this::timeUpdateWritten);
        timeLow = register(0x10, "TIME0").readOnly();
        timeHigh = register(0x14, "TIME1").readOnly();
        register(0x1c, "TIMER1").reset(0x28140403);
        register(0x20, "TIMER2").reset(0x1080000);
        register(0x24, "TIMER3").reset(0x14160a08);
        register(0x28, "TIMER4").reset(0x10200a08);
        Register timer5 = register(0x2c, "TIMER5").reset(0x12148001);
        register(0x30, "ANA_CONF").reset(0x800000);
        resetState = register(0x34, "RESET_STATE").reset(0x3000).writable(0x3000);
        registers(0x4c, 4, 4, "STORE");
        register(0x5c, "EXT_XTL_CONF");
        register(0x64, "SLP_REJECT_CONF").writable(0x0fffffff);
        register(0x68, "CPU_PERIOD_CONF");
        register(0x6c, "SDIO_ACT_CONF");
        clkConf = register(0x70, "CLK_CONF").reset(0x2210).onWrite(word -> selectClocks());
        register(0x74, "SDIO_CONF").reset(0x2a00000);
        register(0x78, "BIAS_CONF");
        register(0x7c, "REG").reset(0xa9002400);
        register(0x80, "PWC").reset(0x12925);
        Register digPwc = register(0x84, "DIG_PWC").reset(0x155550);
        register(0x88, "DIG_ISO").reset(0xaaaa5000);
        watchdog = new RtcWatchdog(this, clock, clocks, power, () -> interrupts.raise(WDT));
        register(0xa8, "TEST_MUX");
        stall = register(0xac, "SW_CPU_STALL").onWrite(word -> stallCpus());
        for (int i = 4; i < 8; i++) {
            register(0xb0 + 4 * (i - 4), "STORE" + i);
        }
        register(0xc0, "LOW_POWER_ST").readOnly();
        register(0xc4, "DIAG1").readOnly();
        register(0xc8, "HOLD_FORCE");
        brownOut = register(0xd4, "BROWN_OUT").reset(0x13ff0000).writable(0x7fffffff);
        brownOutReset = clock.event("brown-out", () -> power.systemReset(ResetReason.RTCWDT_BROWN_OUT_RESET));
        sleep = new RtcSleep(this, clock, clocks, power, pins, watchdog, timer5, digPwc, () -> interrupts.raise(SLP_WAKEUP));
        new RtcMemoryCrc(this, rtcFastMemory);
        register(0x13c, "DATE").reset(0x1604280);
        clocks.onChange(this::clocksChanged);
        timer.run(true);
        clocksChanged();
    }

    private void clocksChanged() {
        SlowClock slow = clocks.slow();
        timer.rate(slow.ticks(), slow.cycles());
        timer.run(clocks.oscillates(slow));
        watchdog.follow();
        if (alarmAhead) {
            awaitAlarm();
        }
    }

    private void selectClocks() {
        clocks.selectSocClock(clkConf.field(28, 27));
        clocks.selectSlowClock(clkConf.field(31, 30));
    }

    /** The main timer: 48 bits, in cycles of the slow clock. */
    public long time() {
        return timer.value() & TIMER_MASK;
    }

    private void timeUpdateWritten(int word) {
        if ((word >>> TIME_UPDATE_UPDATE & 1) != 0) {
            timeLow.set((int) time());
            timeHigh.set((int) (time() >>> 32));
            timeUpdate.bit(TIME_UPDATE_VALID, true);
            interrupts.raise(TIME_VALID);
        }
    }

    private void alarmWritten() {
        alarmAhead = true;
        sleep.timer(false);
        awaitAlarm();
    }

    private void awaitAlarm() {
        alarm.cancel();
        long target = (long) alarmHigh.field(15, 0) << 32 | Integer.toUnsignedLong(alarmLow.get());
        long distance = target - time();
        if (distance <= 0) {
            alarm();
        } else {
            alarm.at(timer.tickAfter(distance));
        }
    }

    /** The alarm ends sleep whether it is enabled or not: ESP-IDF's {@code rtc_cntl_ll_set_wakeup_timer} leaves ALARM_EN at 0. */
    private void alarm() {
        alarmAhead = false;
        if (alarmHigh.bit(SLP_TIMER1_ALARM_EN)) {
            interrupts.raise(MAIN_TIMER);
        }
        sleep.timer(true);
    }

    /**
     * The supply voltage falls below the threshold of the brown-out detector for a moment. If the detector is enabled, it raises its
     * interrupt, and after BROWN_OUT_RST_WAIT slow cycles resets the chip if it is allowed to.
     *
     * @return whether the detector is enabled; if not, the chip does not notice
     */
    public boolean brownOut() {
        if (!brownOut.bit(BROWN_OUT_ENA)) {
            return false;
        }
        interrupts.raise(BROWN_OUT);
        if (brownOut.bit(BROWN_OUT_RST_ENA)) {
            brownOutReset.at(timer.tickAfter(brownOut.field(25, 16)));
        }
        return true;
    }

    /** A wake-up source other than timer and pads fires: bits of WAKEUP_ENA, such as 2 GPIO, 6 UART0, 7 UART1, 8 touch, 9 ULP. */
    public void requestWakeup(int sources) {
        sleep.request(sources);
    }

    /** A pad that {@link WakeupPins} shows has changed. */
    public void padsChanged() {
        sleep.wakeIfDue();
    }

    private void options0Written(int word) {
        stallCpus();
        if ((word >>> OPTIONS0_SW_SYS_RST & 1) != 0) {
            power.systemReset(ResetReason.SW_RESET);
            return;
        }
        if ((word >>> OPTIONS0_SW_APPCPU_RST & 1) != 0) {
            power.cpuReset(1, ResetReason.SW_CPU_RESET);
        }
        if ((word >>> OPTIONS0_SW_PROCPU_RST & 1) != 0) {
            power.cpuReset(0, ResetReason.SW_CPU_RESET);
        }
    }

    private void stallCpus() {
        power.stall(0, (stall.field(31, 26) << 2 | options0.field(3, 2)) == STALL_CODE);
        power.stall(1, (stall.field(25, 20) << 2 | options0.field(1, 0)) == STALL_CODE);
    }

    /** Records in RESET_STATE why a CPU was reset. */
    public void resetCause(int cpu, ResetReason reason) {
        int low = cpu == 0 ? 0 : 6;
        resetState.field(low + 5, low, reason.code());
    }

    /**
     * A reset of all but the RTC. The registers survive, except that the CPUs run again, from the crystal, and that the watchdog
     * guards the boot again.
     */
    @Override
    public void reset() {
        options0.field(3, 0, 0);
        stall.reset();
        stallCpus();
        clkConf.field(28, 27, 0);
        selectClocks();
        sleep.reset();
        watchdog.reset();
    }

    /** Power comes on, or the RTC itself is reset: nothing survives. */
    public void powerOn() {
        super.reset();
        timer.set(0);
        reset();
        alarm.cancel();
        brownOutReset.cancel();
        alarmAhead = false;
        sleep.timer(false);
        interrupts.drive();
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(timer, alarm, brownOutReset, watchdog, sleep);
        alarmAhead = state.value(alarmAhead);
    }
}
