package dev.crema.emulator.xtensa;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One instruction of the architecture: its notation, its encoding and its {@link Action}. The decoder, both engines, the
 * assembler and the disassembler are derived from it.
 *
 * <p>Everything that is not needed to find the row is worked out when it is first used, because most programs use less than half
 * of the rows and start-up should not pay for the rest.
 */
final class Row {
    /** Properties that neither notation nor action tell. */
    enum Flag {
        /**
         * Changes what decoding, windows or interrupts depend on, or raises an exception: it ends its block and interrupts are
         * taken after it.
         */
        ENDS_BLOCK,
        /** Begins a block, because it moves the window. */
        BEGINS_BLOCK,
        /** Sets LEND to its immediate. */
        SETS_LEND,
        /** Leaves the function with a return address in a register, which is all it changes. */
        CALLS,
        /** Returns from the function: moves the window, and may fault. */
        RETURNS,
        /** Needs coprocessor 0. */
        FPU,
        /** Needs the core, but nothing of it that is elsewhere while translated code runs: the window's registers, SAR, time. */
        IN_PLACE,
        /** The same, but for the time. */
        TELLS_TIME,
        /** Sets PS, and ends its block only because of that; unless an interrupt is taken, execution goes on behind it. */
        SETS_LEVEL,
        /** Exchanges the word of memory at {@code as + imm} for register t if it is that in SCOMPARE1. */
        EXCHANGES,
        /** Loads the word at its immediate. */
        LOADS_LITERAL,
        /** Faults if register t is 0, and only then. */
        DIVIDES,
        /** Uses the registers a4 to a7 beyond its operands. */
        WINDOW4,
        /** Uses the registers up to a11 beyond its operands. */
        WINDOW8,
        /** Uses the registers up to a15 beyond its operands. */
        WINDOW12
    }

    private final String notation;
    private final BitPattern pattern;
    private final Class<?> kernels;
    private final String actionLine;
    private final Set<Flag> flags;
    private List<Operand> operands;
    private Action action;
    private Insn prototype;
    private Flow flow;

    /**
     * @param notation mnemonic and operands, such as {@code add ar, as, at}; see {@link Operand}
     * @param pattern see {@link BitPattern}
     * @param kernels the class whose static methods the action names
     * @param action see {@link Action}
     */
    Row(String notation, BitPattern pattern, Class<?> kernels, String action, Flag... flags) {
        this.notation = notation;
        this.pattern = pattern;
        this.kernels = kernels;
        this.actionLine = action;
        this.flags = Set.of(flags);
    }

    String mnemonic() {
        int blank = notation.indexOf(' ');
        return blank < 0 ? notation : notation.substring(0, blank);
    }

    BitPattern pattern() {
        return pattern;
    }

    Class<?> kernels() {
        return kernels;
    }

    boolean is(Flag flag) {
        return flags.contains(flag);
    }

    /** How execution leaves a block of which it is the last instruction. */
    synchronized Flow flow() {
        if (flow == null) {
            flow = Flow.of(this);
        }
        return flow;
    }

    /** The operands in the order of the assembler. */
    synchronized List<Operand> operands() {
        if (operands == null) {
            List<Operand> parsed = new ArrayList<>();
            int immediates = 0;
            String rest = notation.substring(mnemonic().length());
            for (String name : rest.isBlank() ? new String[0] : rest.split(",")) {
                Operand operand = Operand.of(name.strip(), immediates);
                immediates += operand instanceof Operand.Constant ? 1 : 0;
                parsed.add(operand);
            }
            operands = List.copyOf(parsed);
        }
        return operands;
    }

    synchronized Action action() {
        if (action == null) {
            action = Action.of(actionLine);
        }
        return action;
    }

    /** The decoded form of the word at an address. */
    Insn decode(int word, int address) {
        Insn insn = prototype().blank();
        insn.row = this;
        insn.address = address;
        insn.length = (byte) pattern.length();
        int highest = is(Flag.WINDOW12) ? 12 : is(Flag.WINDOW8) ? 8 : is(Flag.WINDOW4) ? 4 : 0;
        for (Operand operand : operands()) {
            // Not a switch over patterns, whose linkage would take milliseconds of start-up.
            if (operand instanceof Operand.Register register) {
                int number = register.number(pattern.extract(register.field(), word));
                insn.setRegister(register.field(), number);
                if (register.file() == Operand.RegisterFile.AR) {
                    highest = Math.max(highest, number);
                }
            } else if (operand instanceof Operand.Constant constant) {
                int value = constant.kind().decode(field(constant, word), address);
                if (constant.field() == 'i') {
                    insn.imm = value;
                } else {
                    insn.imm2 = value;
                }
            }
        }
        insn.hazards = (byte) ((1 << (highest >> 2)) - 1 | Hazards.DEBUG | (is(Flag.FPU) ? Hazards.FPU : 0));
        return insn;
    }

    /** The raw value of an immediate's field. */
    int field(Operand.Constant constant, int word) {
        int low = pattern.extract(constant.field(), word);
        return constant.field() == 'j' ? low : pattern.extract('h', word) << pattern.width('i') | low;
    }

    /** The bits of an immediate's field. */
    int fieldBits(Operand.Constant constant, int raw) {
        if (constant.field() == 'j') {
            return pattern.insert('j', raw);
        }
        return pattern.insert('h', raw >>> pattern.width('i')) | pattern.insert('i', raw);
    }

    private synchronized Insn prototype() {
        if (prototype == null) {
            prototype = InsnSpinner.prototype(this);
        }
        return prototype;
    }

    @Override
    public String toString() {
        return notation;
    }
}
