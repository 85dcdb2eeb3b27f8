package dev.crema.emulator.machine;

import dev.crema.emulator.chip.CoreControl;
import dev.crema.emulator.device.ResetReason;
import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import java.util.Optional;

/**
 * Why each core does or does not run, and the resets that await the end of the round. Devices ask for a reset in the middle of
 * an instruction; it takes place between rounds, where no device and no core is at work.
 */
final class Power implements CoreControl, Stateful {
    /** Held by DPORT: without a clock, in reset, or stalled. */
    private static final int OFF = 1;
    /** Stalled by RTC_CNTL. */
    private static final int STALLED = 2;
    /** The chip sleeps. */
    private static final int ASLEEP = 4;

    private final Scheduler scheduler;
    private final int[] holds = {OFF, OFF};
    private Optional<ResetReason> systemReset = Optional.empty();
    private final ResetReason[] cpuResets = new ResetReason[2];
    private boolean deepSleep;
    private boolean fallsAsleep;

    Power(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    private void hold(int cpu, int why, boolean hold) {
        holds[cpu] = hold ? holds[cpu] | why : holds[cpu] & ~why;
        scheduler.hold(cpu, holds[cpu] != 0);
    }

    /** Gives a core its clock and ends its reset, or takes them away. */
    void on(int cpu, boolean on) {
        hold(cpu, OFF, !on);
    }

    /** Ends every reason for a core to stand still but the lack of a clock, as a reset of the chip does. */
    void release(int cpu) {
        holds[cpu] &= OFF;
        scheduler.hold(cpu, holds[cpu] != 0);
    }

    @Override
    public void resetAppCpu() {
        cpuReset(1, ResetReason.EXT_CPU_RESET);
    }

    @Override
    public void runAppCpu(boolean running) {
        on(1, running);
    }

    @Override
    public void set(int cpu, int asserted) {
        scheduler.interruptInputs(cpu, asserted);
    }

    @Override
    public void cpuClock(int ticksPerCycle) {
        scheduler.rate(ticksPerCycle);
    }

    @Override
    public void stall(int cpu, boolean stalled) {
        hold(cpu, STALLED, stalled);
    }

    @Override
    public void systemReset(ResetReason reason) {
        if (systemReset.isEmpty() || reason.resetsRtc()) {
            systemReset = Optional.of(reason);
        }
        scheduler.interrupt();
    }

    @Override
    public void cpuReset(int cpu, ResetReason reason) {
        cpuResets[cpu] = reason;
        scheduler.interrupt();
    }

    @Override
    public void sleep(boolean deep) {
        deepSleep = deep;
        fallsAsleep = deep;
        hold(0, ASLEEP, true);
        hold(1, ASLEEP, true);
        scheduler.interrupt();
    }

    @Override
    public void wake() {
        deepSleep = false;
        hold(0, ASLEEP, false);
        hold(1, ASLEEP, false);
    }

    /** Whether the chip is in deep sleep. */
    boolean inDeepSleep() {
        return deepSleep;
    }

    /** Whether the chip has just fallen into deep sleep, once. */
    boolean takeDeepSleep() {
        boolean due = fallsAsleep;
        fallsAsleep = false;
        return due;
    }

    /** The reset of the whole chip that is due, once. */
    Optional<ResetReason> takeSystemReset() {
        Optional<ResetReason> due = systemReset;
        systemReset = Optional.empty();
        if (due.isPresent()) {
            cpuResets[0] = null;
            cpuResets[1] = null;
        }
        return due;
    }

    /** The reset of a CPU that is due, once. */
    Optional<ResetReason> takeCpuReset(int cpu) {
        Optional<ResetReason> due = Optional.ofNullable(cpuResets[cpu]);
        cpuResets[cpu] = null;
        return due;
    }

    @Override
    public void state(State state) {
        state.ints(holds);
        systemReset = state.optional(systemReset, ResetReason.POWERON_RESET, state::value);
        for (int cpu = 0; cpu < cpuResets.length; cpu++) {
            Optional<ResetReason> due = Optional.ofNullable(cpuResets[cpu]);
            cpuResets[cpu] = state.optional(due, ResetReason.POWERON_RESET, state::value).orElse(null);
        }
        deepSleep = state.value(deepSleep);
        fallsAsleep = state.value(fallsAsleep);
    }
}
