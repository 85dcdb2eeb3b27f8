package dev.crema.emulator.machine;

import dev.crema.emulator.debug.profile.CallStack;
import dev.crema.emulator.debug.profile.CallStack.Arrival;
import dev.crema.emulator.debug.profile.CallTree;
import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.ExecutionListener;
import dev.crema.emulator.xtensa.Flow;
import dev.crema.emulator.xtensa.SpecialRegister;

/** Tells a profile what a core executes. */
final class CoreProfiler implements ExecutionListener {
    /** Vectors lie 64 bytes apart (Xtensa ISA, section 4.4.1, as the LX6 of the ESP32 has them); those of windows come first. */
    private static final int VECTOR = 0x40;
    private static final int WINDOW_VECTORS = 0x180;
    private static final int VECTORS = 0x400;

    private final CallStack stack;
    private Flow flow = Flow.OTHER;
    private int sp;

    CoreProfiler(CallTree tree) {
        stack = new CallStack(tree);
    }

    @Override
    public void executed(Core core, int address, long instructions, long cycles, Flow ending) {
        stack.arrive(arrival(address - core.special(SpecialRegister.VECBASE)), address, sp);
        stack.count(instructions, cycles);
        flow = ending;
        sp = core.a(1);
    }

    private Arrival arrival(int behindVectorBase) {
        if (behindVectorBase >= 0 && behindVectorBase < VECTORS && behindVectorBase % VECTOR == 0) {
            return behindVectorBase < WINDOW_VECTORS ? Arrival.WINDOW_VECTOR : Arrival.VECTOR;
        }
        return switch (flow) {
            case CALL -> Arrival.CALL;
            case RETURN -> Arrival.RETURN;
            case WINDOW_RETURN -> Arrival.WINDOW_RETURN;
            case OTHER -> Arrival.OTHER;
        };
    }
}
