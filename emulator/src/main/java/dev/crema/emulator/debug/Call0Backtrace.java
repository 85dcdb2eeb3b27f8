package dev.crema.emulator.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * Walks the stack of code of the CALL0 ABI (Xtensa ISA reference manual, section 8.1.2). Such frames have no chain: how large
 * one is and where it keeps its return address say the function's own first instructions, as GCC writes them: {@code addi} or
 * {@code addmi} of a1, or {@code sub} of a register that {@code movi} or {@code l32r} has set, and {@code s32i a0, a1}.
 */
public final class Call0Backtrace {
    private static final int DEEPEST = 100;
    private static final int CALL_SIZE = 3;
    /** Instructions of a function that are looked at, at most. */
    private static final int LONGEST_PROLOGUE = 64;

    private static final int REGISTERS = 16;
    /** Opcodes, without their immediates and, where it varies, the register that bits 4 to 7 name. */
    private static final int S32I_N_A0_A1 = 0x109;
    private static final int S32I_A0_A1 = 0x6102;
    private static final int ADDI_A1_A1 = 0xc112;
    private static final int ADDMI_A1_A1 = 0xd112;
    private static final int SUB_A1_A1 = 0xc01100;
    private static final int MOVI = 0xa002;
    private static final int L32R = 0x1;

    private final MemoryReader memory;
    private final IntFunction<OptionalInt> functionStart;

    /**
     * What a function has done to its stack up to an instruction.
     *
     * @param size by how much it has lowered a1
     * @param returnAddress how far below the a1 it was called with it keeps its return address
     */
    private record Frame(int size, OptionalInt returnAddress) { }

    /**
     * Walks stacks in a memory.
     *
     * @param memory of the guest
     * @param functionStart the first instruction of the function that an address lies in
     */
    public Call0Backtrace(MemoryReader memory, IntFunction<OptionalInt> functionStart) {
        this.memory = memory;
        this.functionStart = functionStart;
    }

    /**
     * The frames of a core that has stopped.
     *
     * @param pc of the innermost frame
     * @param sp its a1
     * @param a0 its return address as long as it has not been saved
     * @return the innermost frame first; at least that one
     */
    public List<StackFrame> walk(int pc, int sp, int a0) {
        List<StackFrame> frames = new ArrayList<>();
        int at = pc;
        int stack = sp;
        OptionalInt returnAddress = OptionalInt.of(a0);
        while (frames.size() < DEEPEST) {
            frames.add(new StackFrame(at, stack));
            OptionalInt start = functionStart.apply(at);
            if (start.isEmpty()) {
                break;
            }
            Frame frame = frame(start.getAsInt(), at);
            stack += frame.size;
            if (frame.returnAddress.isPresent()) {
                returnAddress = memory.word(stack - frame.returnAddress.getAsInt() & ~3);
            }
            // Only the innermost function may have left its return address in a0.
            if (returnAddress.isEmpty() || returnAddress.getAsInt() == 0) {
                break;
            }
            at = returnAddress.getAsInt() - CALL_SIZE;
            returnAddress = OptionalInt.empty();
        }
        return List.copyOf(frames);
    }

    private Frame frame(int start, int end) {
        int size = 0;
        OptionalInt saved = OptionalInt.empty();
        int[] constants = new int[REGISTERS];
        int at = start;
        for (int count = 0; count < LONGEST_PROLOGUE && at < end; count++) {
            int insn = instruction(at);
            boolean narrow = (insn & 8) != 0;
            int destination = insn >>> 4 & 15;
            int imm8 = insn >>> 16;
            if (narrow && (insn & 0xfff) == S32I_N_A0_A1) {
                saved = saved.isPresent() ? saved : OptionalInt.of(size - (insn >>> 12 & 15) * 4);
            } else if (!narrow && (insn & 0xffff) == S32I_A0_A1) {
                saved = saved.isPresent() ? saved : OptionalInt.of(size - imm8 * 4);
            } else if (!narrow && (insn & 0xffff) == ADDI_A1_A1) {
                size += Math.max(0, -(byte) imm8);
            } else if (!narrow && (insn & 0xffff) == ADDMI_A1_A1) {
                size += Math.max(0, -(byte) imm8 << 8);
            } else if (!narrow && (insn & 0xffff0f) == SUB_A1_A1) {
                size += constants[destination];
            } else if (!narrow && (insn & 0xf00f) == MOVI) {
                constants[destination] = ((insn >>> 8 & 15) << 8 | imm8) << 20 >> 20;
            } else if (!narrow && (insn & 0xf) == L32R) {
                constants[destination] = memory.word((at + 3 & ~3) + (0xffff0000 | insn >>> 8) * 4).orElse(0);
            }
            at += narrow ? 2 : 3;
        }
        return new Frame(size, saved);
    }

    /** The three bytes at an address. */
    private int instruction(int address) {
        long low = memory.word(address & ~3).orElse(0) & 0xffff_ffffL;
        long high = memory.word((address & ~3) + 4).orElse(0);
        return (int) ((low | high << 32) >>> 8 * (address & 3)) & 0xff_ffff;
    }
}
