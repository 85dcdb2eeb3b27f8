package dev.crema.emulator.xtensa;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes instructions as GNU objdump does. */
public final class Disassembler {
    private static final int LARGEST_DECIMAL = 255;

    private Disassembler() { }

    /** The length in bytes, 2 or 3, of the instruction that begins with a byte. */
    public static int length(int firstByte) {
        return InstructionSet.length(firstByte);
    }

    /**
     * Mnemonic, a tab, and operands.
     *
     * @param word the instruction's bytes, the first one lowest; what lies above them does not matter
     * @param address where it lies, for operands that are relative to it
     */
    public static String disassemble(int word, int address) {
        int length = length(word);
        int bits = length == 2 ? word & 0xffff : word & 0xff_ffff;
        Row row = InstructionSet.LX6.row(bits);
        if (!InstructionSet.isDefined(row)) {
            return ".byte\t" + IntStream.range(0, length)
                    .mapToObj(at -> String.format(Locale.ROOT, "0x%x", bits >>> 8 * at & 0xff))
                    .collect(Collectors.joining(", "));
        }
        String operands = row.operands().stream()
                .map(operand -> operand(row, operand, bits, address))
                .collect(Collectors.joining(", "));
        return operands.isEmpty() ? row.mnemonic() : row.mnemonic() + "\t" + operands;
    }

    private static String operand(Row row, Operand operand, int word, int address) {
        return switch (operand) {
            case Operand.Register register ->
                register.file().letter() + String.valueOf(register.number(row.pattern().extract(register.field(), word)));
            case Operand.Constant constant -> {
                int value = constant.kind().decode(row.field(constant, word), address);
                boolean decimal = Math.abs((long) value) <= LARGEST_DECIMAL && !constant.kind().isAddress();
                yield decimal ? String.valueOf(value) : "0x" + Integer.toHexString(value);
            }
        };
    }
}
