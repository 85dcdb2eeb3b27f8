package dev.crema.emulator.xtensa;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** All rows, and the way from an instruction word to its row. */
final class InstructionSet {
    /** The instructions of the LX6 as the ESP32 has it. */
    static final InstructionSet LX6 = new InstructionSet();

    /** Undefined encodings are illegal instructions of the length that their first four bits tell. */
    private static final Row UNDEFINED_NARROW = new Row("undefined.n", new BitPattern("uuuu uuuu uuuu uuuu"), SystemOps.class,
            "illegal(fault)", Row.Flag.ENDS_BLOCK);
    private static final Row UNDEFINED = new Row("undefined", new BitPattern("uuuu uuuu uuuu uuuu uuuu uuuu"), SystemOps.class,
            "illegal(fault)", Row.Flag.ENDS_BLOCK);

    private static final int OP0_BITS = 4;
    private static final int OP0_MASK = (1 << OP0_BITS) - 1;
    private static final int HIGH_BYTE_SHIFT = 16;

    private final List<Row> rows;
    // Candidates by op0 and, for 24-bit instructions, op2 and op1: a handful each. Filled when first asked for, by whichever
    // machine's thread that is.
    private final AtomicReferenceArray<Row[]> candidates = new AtomicReferenceArray<>(1 << OP0_BITS + 8);

    private InstructionSet() {
        List<Row> declared = new ArrayList<>(700);
        ArithmeticOps.declare(new Rows(declared, ArithmeticOps.class));
        ShiftOps.declare(new Rows(declared, ShiftOps.class));
        MultiplyOps.declare(new Rows(declared, MultiplyOps.class));
        LoadStoreOps.declare(new Rows(declared, LoadStoreOps.class));
        BranchOps.declare(new Rows(declared, BranchOps.class));
        CallOps.declare(new Rows(declared, CallOps.class));
        WindowOps.declare(new Rows(declared, WindowOps.class));
        BooleanOps.declare(new Rows(declared, BooleanOps.class));
        Mac16Ops.declare(new Rows(declared, Mac16Ops.class));
        FloatOps.declare(new Rows(declared, FloatOps.class));
        FloatStepOps.declare(new Rows(declared, FloatStepOps.class));
        SystemOps.declare(new Rows(declared, SystemOps.class));
        RegisterOps.declare(new Rows(declared, RegisterOps.class));
        rows = Collections.unmodifiableList(declared);
    }

    /** The instructions. */
    List<Row> rows() {
        return rows;
    }

    /** The rows of what is not an instruction: one per length. */
    static List<Row> undefined() {
        return List.of(UNDEFINED_NARROW, UNDEFINED);
    }

    /** Whether a row stands for an instruction and not for the lack of one. */
    static boolean isDefined(Row row) {
        return row != UNDEFINED && row != UNDEFINED_NARROW;
    }

    /** The length in bytes of the instruction that begins with a byte. */
    static int length(int firstByte) {
        int op0 = firstByte & OP0_MASK;
        return op0 >= 8 && op0 <= 13 ? 2 : 3;
    }

    /** The row of an instruction word; of a 16-bit instruction the upper bits do not matter. */
    Row row(int word) {
        boolean narrow = length(word) == 2;
        int index = word & OP0_MASK | (narrow ? 0 : (word >>> HIGH_BYTE_SHIFT & 0xff) << OP0_BITS);
        Row[] few = candidates.get(index);
        if (few == null) {
            few = findCandidates(word, narrow);
            candidates.set(index, few);
        }
        int bits = narrow ? word & 0xffff : word;
        for (Row row : few) {
            if (row.pattern().matches(bits)) {
                return row;
            }
        }
        return narrow ? UNDEFINED_NARROW : UNDEFINED;
    }

    private Row[] findCandidates(int word, boolean narrow) {
        int known = narrow ? OP0_MASK : OP0_MASK | 0xff << HIGH_BYTE_SHIFT;
        return rows.stream()
                .filter(row -> row.pattern().length() == (narrow ? 2 : 3))
                .filter(row -> ((row.pattern().match() ^ word) & row.pattern().mask() & known) == 0)
                .toArray(Row[]::new);
    }
}
