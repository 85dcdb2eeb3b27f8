package dev.crema.constraints.panic;

import dev.crema.emulator.debug.MemoryReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The registers that ESP-IDF saves on a stack when an exception or an interrupt comes ({@code XtExcFrame} in
 * {@code xtensa_context.h}), or that a task saves when it yields by a call ({@code XtSolFrame}).
 *
 * @param pc where it stood
 * @param ps as it was
 * @param a the window, a0 to a15; of a task that yielded only a0 to a3
 * @param sar shift amount
 * @param cause EXCCAUSE, or ESP-IDF's own number from 64 on
 * @param address EXCVADDR
 * @param lbeg begin of the loop
 * @param lend end of the loop
 * @param lcount repetitions left
 */
record ExceptionFrame(int pc, int ps, List<Integer> a, int sar, int cause, int address, int lbeg, int lend, int lcount) {
    private static final int REGISTERS = 16;
    private static final int REGISTERS_OF_A_CALL = 4;
    private static final int PC = 4;
    private static final int PS = 8;
    private static final int A0 = 12;
    private static final int A0_OF_A_CALL = 16;
    private static final int SAR = 76;
    private static final int EXCCAUSE = 80;
    private static final int EXCVADDR = 84;
    private static final int LBEG = 88;
    private static final int LEND = 92;
    private static final int LCOUNT = 96;
    private static final int PS_EXCM = 1 << 4;
    private static final int PS_UM = 1 << 5;

    /** Copies the registers. */
    ExceptionFrame {
        a = List.copyOf(a);
    }

    /** The frame at an address. */
    static ExceptionFrame at(int address, MemoryReader memory) {
        boolean interrupted = word(memory, address) != 0;
        List<Integer> registers = new ArrayList<>();
        for (int n = 0; n < REGISTERS; n++) {
            boolean saved = interrupted || n < REGISTERS_OF_A_CALL;
            registers.add(saved ? word(memory, address + (interrupted ? A0 : A0_OF_A_CALL) + 4 * n) : 0);
        }
        if (!interrupted) {
            return new ExceptionFrame(word(memory, address + PC), word(memory, address + PS), registers, 0, 0, 0, 0, 0, 0);
        }
        return new ExceptionFrame(word(memory, address + PC), word(memory, address + PS), registers, word(memory, address + SAR),
                word(memory, address + EXCCAUSE), word(memory, address + EXCVADDR), word(memory, address + LBEG),
                word(memory, address + LEND), word(memory, address + LCOUNT));
    }

    private static int word(MemoryReader memory, int address) {
        return memory.word(address & ~3).orElse(0);
    }

    /** PS as it was before the exception. */
    int psBefore() {
        return (ps & PS_UM) != 0 ? ps & ~PS_EXCM : ps;
    }

    int sp() {
        return a.get(1);
    }
}
