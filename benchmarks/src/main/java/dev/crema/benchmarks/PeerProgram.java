package dev.crema.benchmarks;

import dev.crema.emulator.xtensa.Assembler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A kernel with a frame around it that repeats it a number of times and then ends QEMU by its semihosting. It sets up vectors,
 * stack and processor state by itself, so any bare Xtensa processor with windows runs it.
 *
 * @param passes how often; 0 is 2^32 times
 */
record PeerProgram(PeerKernel kernel, Abi abi, int passes) {
    /** With what QEMU has to end. */
    static final int EXIT_CODE = 42;

    /** How functions call each other. */
    enum Abi {
        /** Register windows. */
        WINDOWED,
        /** None. */
        CALL0
    }

    private static final int ORIGIN = BenchmarkGuest.BASE;
    private static final int NODES = 256;
    /** Odd, so that its multiples modulo 256 are all different. */
    private static final int STRIDE = 97;
    private static final int PS_WINDOWED = 0x4_002f;
    private static final int PS_PLAIN = 0x2f;
    private static final int ELF_HEADER = 52;
    private static final int PROGRAM_HEADER = 32;

    private Assembler assembler() {
        boolean windowed = abi == Abi.WINDOWED;
        StringBuilder source = new StringBuilder(BenchmarkGuest.WINDOW_HANDLERS);
        source.append("""
                    .align 0x400
                vectors: .word %d
                processor_state: .word %d
                stack: .word stack_top
                polynomial: .word 0xedb88320
                data: .word data_begin
                list: .word node0
                functions: .word function_table
                left: .word passes
                begin:
                    l32r a2, processor_state
                    wsr.ps a2
                    rsync
                    l32r a2, vectors
                    wsr.vecbase a2
                    movi a2, 0
                    wsr.lcount a2
                    wsr.windowbase a2
                    movi a3, 1
                    wsr.windowstart a3
                    rsync
                    l32r a1, stack
                    s32i a1, a1, 4
                    addi a2, a1, -16
                    s32i a1, a2, 4
                again:
                    %s kernel
                    l32r a2, left
                    l32i a3, a2, 0
                    addi a3, a3, -1
                    s32i a3, a2, 0
                    bnez a3, again
                finish:
                    movi a2, 1
                    movi a3, %d
                    simcall
                    .align 4
                """.formatted(ORIGIN, windowed ? PS_WINDOWED : PS_PLAIN, windowed ? "call8" : "call0", EXIT_CODE));
        source.append(kernel.source(abi));
        source.append(".align 4\n function_table:");
        source.append(kernel == PeerKernel.CALLS ? ".word first, second, third, fourth\n" : "\n");
        // What is stored to lies on pages of its own: emulators watch pages with code.
        source.append(".align 0x1000\n passes: .word ").append(passes).append("\n .align 16\n data_begin: .space 4096\n");
        for (int node = 0; node < NODES; node++) {
            int next = (node + STRIDE) % NODES;
            source.append("node%d: .word %s, %d\n".formatted(node, next == 0 ? "0" : "node" + next, node));
        }
        source.append(".space 0x2000\n .align 16\n stack_top: .space 64\n");
        return new Assembler(ORIGIN).source(source.toString());
    }

    /** The program as an ELF file with one segment (System V ABI, chapters 4 and 5). */
    byte[] elf() {
        Assembler assembler = assembler();
        byte[] text = assembler.assemble();
        ByteBuffer file = ByteBuffer.allocate(ELF_HEADER + PROGRAM_HEADER + text.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1}).position(16);
        file.putShort((short) 2).putShort((short) 0x5e).putInt(1).putInt(assembler.address("begin")).putInt(ELF_HEADER).putInt(0)
                .putInt(0).putShort((short) ELF_HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 1)
                .putShort((short) 0).putShort((short) 0).putShort((short) 0);
        file.putInt(1).putInt(ELF_HEADER + PROGRAM_HEADER).putInt(ORIGIN).putInt(ORIGIN).putInt(text.length).putInt(text.length)
                .putInt(7).putInt(4);
        return file.put(text).array();
    }

    /** Where it ends. */
    int finish() {
        return assembler().address("finish");
    }
}
