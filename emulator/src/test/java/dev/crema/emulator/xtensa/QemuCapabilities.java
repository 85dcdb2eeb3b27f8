package dev.crema.emulator.xtensa;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which of our instructions a core of QEMU has: tried by a program that executes one of each and marks those that are illegal. */
final class QemuCapabilities {
    private static final int ORIGIN = FlatMemory.BASE;
    private static final int SNIPPET = 16;

    private QemuCapabilities() { }

    static Set<String> of(QemuOracle qemu, String core) throws IOException, InterruptedException {
        Predicate<Row> tried = row -> RandomProgram.isPlain(row) || RandomProgram.isAccess(row)
                || row.action() instanceof Action.Branch || row.is(Row.Flag.SETS_LEND)
                || row.mnemonic().equals("rsr.windowbase") || row.mnemonic().equals("rsr.lcount") || row.mnemonic().equals("rsr.br");
        List<Row> rows = InstructionSet.LX6.rows().stream().filter(tried).toList();
        Assembler program = program(rows);
        byte[] marks = qemu.run(core, ORIGIN, program.assemble(), program.address("begin"));
        Set<String> available = new TreeSet<>();
        for (int at = 0; at < rows.size(); at++) {
            if (marks[at + 1] == 0) {
                available.add(rows.get(at).mnemonic());
            }
        }
        if (available.contains("rsr.windowbase")) {
            available.add("entry");
        }
        return available;
    }

    private static Assembler program(List<Row> rows) {
        StringBuilder source = new StringBuilder("""
                .space 0x300
                j handler
                .align 64
                j handler
                .align 1024
                handler:
                    rsr.epc1 a2
                    sub a3, a2, a1
                    extui a3, a3, 4, 16
                    add a3, a3, a0
                    movi a4, 1
                    s8i a4, a3, 0
                    srli a2, a2, 4
                    slli a2, a2, 4
                    addi a2, a2, 16
                    wsr.epc1 a2
                    rfe
                    .align 4
                vectors: .word %d
                processor_state: .word 0x2f
                marks_address: .word marks
                marks_size: .word %d
                snippets_address: .word snippet0
                scratch_address: .word scratch
                begin:
                    l32r a2, vectors
                    wsr.vecbase a2
                    l32r a2, processor_state
                    wsr.ps a2
                    rsync
                    l32r a0, marks_address
                    l32r a1, snippets_address
                    l32r a6, scratch_address
                    movi a5, -1
                    .align 16
                snippet0:
                    wsr.cpenable a5
                    j snippet1
                    .align 16
                """.formatted(ORIGIN, rows.size() + 1));
        for (int at = 1; at <= rows.size(); at++) {
            String next = "snippet" + (at + 1);
            source.append("snippet").append(at).append(": mov.n a5, a6\n");
            source.append(instruction(rows.get(at - 1), next)).append("\n j ").append(next).append("\n .align 16\n");
        }
        source.append("snippet").append(rows.size() + 1).append("""
                :
                    mov.n a4, a0
                    l32r a5, marks_size
                    movi a2, 4
                    movi a3, 1
                    simcall
                    movi a2, 1
                    movi a3, %d
                    simcall
                    .align 16
                marks: .space %d
                    .align 16
                scratch: .space 2048
                """.formatted(QemuOracle.EXIT_CODE, rows.size() + 1));
        return new Assembler(ORIGIN).source(source.toString());
    }

    /** With a5 for every address register and the smallest immediates. */
    private static String instruction(Row row, String target) {
        StringBuilder text = new StringBuilder(row.mnemonic());
        String separator = " ";
        for (Operand operand : row.operands()) {
            text.append(separator).append(switch (operand) {
                case Operand.Register register -> register.file() == Operand.RegisterFile.AR ? "a5"
                        : register.file().letter() + String.valueOf(register.number(0));
                case Operand.Constant constant -> constant.kind().isAddress() ? target
                        : String.valueOf(constant.kind().decode(1, 0));
            });
            separator = ", ";
        }
        return text.toString();
    }
}
