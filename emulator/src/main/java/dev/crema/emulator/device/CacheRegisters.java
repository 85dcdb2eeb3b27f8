package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/**
 * The registers of one CPU's cache in DPORT: enabling, the flush handshake, window masks, MMU page sizes, and the record of
 * accesses to closed windows. The cache's state machine is always idle when software can look.
 */
final class CacheRegisters implements Stateful {
    private static final int CTRL_FLUSH_DONE = 5;
    private static final int CTRL_FLUSH_ENA = 4;
    private static final int CTRL_ENABLE = 3;
    private static final int CTRL1_MMU_IA_CLR = 13;
    private static final int CTRL1_MASKS = 0x3f;
    private static final int DBUG0_STATE_IDLE = 1 << 7;
    private static final int DBUG3_WINDOW_FAULTS = 0x7e00;

    private final int cpu;
    private final CacheControl control;
    private final Runnable faultsChanged;
    private final Register ctrl;
    private final Register ctrl1;
    private final Register faults;
    private final Register[] faultAddresses;
    private boolean flushRequested = true;
    private boolean enabled;
    private int configuration;

    /**
     * Declares the registers of a CPU.
     *
     * @param ctrlOffset of CACHE_CTRL, which CTRL1 and four LOCK registers follow
     * @param debugOffset of DCACHE_DBUG0, which nine others follow
     * @param readOnly the bits of CACHE_CTRL that are
     * @param faultsChanged drives the interrupt
     */
    CacheRegisters(RegisterBlock block, int cpu, int ctrlOffset, int debugOffset, int readOnly, CacheControl control,
            Runnable faultsChanged) {
        this.cpu = cpu;
        this.control = control;
        this.faultsChanged = faultsChanged;
        String prefix = cpu == 0 ? "PRO_" : "APP_";
        ctrl = block.register(ctrlOffset, prefix + "CACHE_CTRL").reset(1 << CTRL_FLUSH_ENA)
                .writable(~(readOnly | 1 << CTRL_FLUSH_DONE)).onWrite(word -> ctrlWritten());
        ctrl1 = block.register(ctrlOffset + 0x04, prefix + "CACHE_CTRL1").reset(0x8ff).onWrite(word -> ctrl1Written());
        block.registers(ctrlOffset + 0x08, 4, 4, prefix + "CACHE_LOCK_ADDR_");
        block.register(debugOffset, prefix + "DCACHE_DBUG0").readOnly().reset(DBUG0_STATE_IDLE);
        block.register(debugOffset + 0x04, prefix + "DCACHE_DBUG1").readOnly();
        block.register(debugOffset + 0x08, prefix + "DCACHE_DBUG2").readOnly();
        faults = block.register(debugOffset + 0x0c, prefix + "DCACHE_DBUG3").readOnly();
        faultAddresses = new Register[CacheWindow.values().length];
        for (CacheWindow window : CacheWindow.values()) {
            int number = 4 + window.faultAddress() / 4;
            faultAddresses[window.ordinal()] =
                    block.register(debugOffset + 0x10 + window.faultAddress(), prefix + "DCACHE_DBUG" + number).readOnly();
        }
    }

    private void ctrlWritten() {
        boolean request = ctrl.bit(CTRL_FLUSH_ENA);
        if (request && !flushRequested) {
            ctrl.bit(CTRL_FLUSH_DONE, true);
            control.flushed(cpu);
        }
        flushRequested = request;
        configure();
    }

    private void ctrl1Written() {
        if (ctrl1.bit(CTRL1_MMU_IA_CLR)) {
            faults.set(0);
            faultsChanged.run();
        }
        configure();
    }

    private void configure() {
        int fields = ctrl1.field(10, 0);
        if (ctrl.bit(CTRL_ENABLE) == enabled && fields == configuration) {
            return;
        }
        enabled = ctrl.bit(CTRL_ENABLE);
        configuration = fields;
        control.configured(cpu, enabled, fields & CTRL1_MASKS, 0x10000 >> Math.min(ctrl1.field(10, 9), 2),
                0x8000 >> Math.min(ctrl1.field(8, 6), 4));
    }

    /** An access through a window that is closed or whose cache is off. */
    void fault(CacheWindow window, int address) {
        faults.bit(window.faultBit(), true);
        faultAddresses[window.ordinal()].set(address & 0xfffff);
        faultsChanged.run();
    }

    /** Whether a fault is recorded that one of the enables, in the order of {@link CacheWindow#interruptBit}, lets through. */
    boolean interrupts(int enables) {
        if ((faults.get() & DBUG3_WINDOW_FAULTS) == 0) {
            return false;
        }
        for (CacheWindow window : CacheWindow.values()) {
            if (faults.bit(window.faultBit()) && (enables >>> window.interruptBit() & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Follows the registers, which the block has reset. */
    void reset() {
        flushRequested = true;
        configure();
    }

    @Override
    public void state(State state) {
        flushRequested = state.value(flushRequested);
        configure();
    }
}
