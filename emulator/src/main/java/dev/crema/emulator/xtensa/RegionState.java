package dev.crema.emulator.xtensa;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Emits how what a region has of the core in locals gets there and back: the registers of the window, SAR, time, the windows in use
 * and where memory is.
 */
final class RegionState {
    private static final ClassDesc CORE = ActionEmitter.CORE;
    private static final ClassDesc INTS = ConstantDescs.CD_int.arrayType();
    private static final MethodTypeDesc SPEND =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int);

    private final CodeBuilder code;
    private final boolean calls;
    private final BitSet used = new BitSet(Core.REGISTERS);
    private final BitSet assigned = new BitSet(Core.REGISTERS);

    /** @param calls whether the region calls functions that are part of it */
    RegionState(CodeBuilder code, boolean calls) {
        this.code = code;
        this.calls = calls;
    }

    // ---- Which registers the region needs

    /** Notes those of an instruction. */
    void note(Insn insn, RegionFrame frame) {
        Action action = insn.row.action();
        action.terms().flatMap(term -> registers(insn, term).boxed()).forEach(number -> used.set(frame.registers() + number));
        if (action instanceof Action.Assign(Term destination, Action.Value value) && !(destination instanceof Term.Access)) {
            registers(insn, destination).forEach(number -> assigned.set(frame.registers() + number));
        }
        if (insn.row.is(Row.Flag.BEGINS_BLOCK)) {
            frame.caller().ifPresent(caller -> {
                used.set(caller.registers() + insn.s);
                used.set(frame.registers() + insn.s);
                assigned.set(frame.registers() + insn.s);
            });
        }
    }

    /** Notes the one that says where a called function returns to. */
    void noteReturnAddress(RegionFrame frame) {
        used.set(frame.registers());
        assigned.set(frame.registers());
    }

    private static IntStream registers(Insn insn, Term term) {
        return switch (term) {
            case Term.AddressRegister(char field) -> IntStream.of(insn.register(field));
            case Term.FixedRegister(int number) -> IntStream.of(number);
            case Term.Access access -> IntStream.concat(IntStream.of(insn.register('s')), registers(insn, access.offset()));
            default -> IntStream.empty();
        };
    }

    // ---- From the core and back

    /** What stays as it is while the region runs, and no time spent yet. */
    void begin() {
        core("memory", ActionEmitter.MEMORY).astore(RegionOperands.MEMORY_LOCAL);
        memory("backing", INTS).astore(RegionOperands.BACKING_LOCAL);
        code.aload(RegionOperands.BACKING_LOCAL).arraylength().iconst_1().isub().istore(RegionOperands.BACKING_MASK_LOCAL);
        memory("loadMap", INTS).astore(RegionOperands.LOADS_LOCAL);
        memory("storeMap", INTS).astore(RegionOperands.STORES_LOCAL);
        memory("fetchMap", INTS).astore(RegionOperands.FETCHES_LOCAL);
        core("ar", INTS).dup().astore(RegionOperands.AR_LOCAL)
                .arraylength().iconst_1().isub().istore(RegionOperands.AR_MASK_LOCAL);
        zeroTime();
    }

    /** The window in which the core stands, and what is in it. */
    void enterWindow() {
        core("base", ConstantDescs.CD_int).istore(RegionOperands.BASE_LOCAL);
        load();
    }

    /** What may have become another: registers, SAR, the time there is, the windows in use. */
    void load() {
        used.stream().forEach(register -> {
            register(register);
            code.iaload().istore(RegionOperands.local(register));
        });
        core("sar", ConstantDescs.CD_int).istore(RegionOperands.SAR_LOCAL);
        askForBudget();
        askForWindows();
    }

    /** Gives the core the registers and SAR. */
    void store() {
        assigned.stream().forEach(register -> {
            // Round once more: the indices are better computed again than kept from the load on, for which HotSpot has no room.
            register(register + Core.REGISTERS);
            code.iload(RegionOperands.local(register)).iastore();
        });
        code.aload(RegionOperands.CORE_LOCAL).iload(RegionOperands.SAR_LOCAL).putfield(CORE, "sar", ConstantDescs.CD_int);
    }

    /** Pushes the array and the index of an AR. */
    private void register(int number) {
        code.aload(RegionOperands.AR_LOCAL).iload(RegionOperands.BASE_LOCAL).loadConstant(number).iadd()
                .iload(RegionOperands.AR_MASK_LOCAL).iand();
    }

    /** Asks how many cycles may pass before a look at time and interrupts is due. */
    void askForBudget() {
        code.aload(RegionOperands.CORE_LOCAL).invokevirtual(CORE, "budget", MethodTypeDesc.of(ConstantDescs.CD_int))
                .istore(RegionOperands.BUDGET_LOCAL);
    }

    /** Asks which windows hold frames, which calls inside the region depend on. */
    void askForWindows() {
        if (calls) {
            code.aload(RegionOperands.CORE_LOCAL).invokevirtual(CORE, "windowsInUse", MethodTypeDesc.of(ConstantDescs.CD_int))
                    .istore(RegionOperands.WINDOWS_LOCAL);
        }
    }

    // ---- Time

    /** Takes account of a block. */
    void time(Block block) {
        time(block.cycles, block.insns.length);
    }

    /** Takes account of some instructions. */
    void time(int cycles, int instructions) {
        code.iinc(RegionOperands.CYCLES_LOCAL, cycles).iinc(RegionOperands.INSTRUCTIONS_LOCAL, instructions);
    }

    /** Gives the core everything: registers, SAR and time. */
    void storeAndSpend() {
        store();
        code.aload(RegionOperands.CORE_LOCAL).iload(RegionOperands.CYCLES_LOCAL).iload(RegionOperands.INSTRUCTIONS_LOCAL)
                .invokevirtual(CORE, "spend", SPEND);
        zeroTime();
    }

    /** Gives the core the time up to an instruction, which asks for it. */
    void spendUpTo(Insn insn) {
        code.aload(RegionOperands.CORE_LOCAL)
                .iload(RegionOperands.CYCLES_LOCAL).loadConstant(insn.cyclesBefore).iadd()
                .iload(RegionOperands.INSTRUCTIONS_LOCAL)
                .invokevirtual(CORE, "spend", SPEND);
        zeroTime();
        code.iinc(RegionOperands.CYCLES_LOCAL, -insn.cyclesBefore);
        askForBudget();
    }

    private void zeroTime() {
        code.iconst_0().istore(RegionOperands.CYCLES_LOCAL).iconst_0().istore(RegionOperands.INSTRUCTIONS_LOCAL);
    }

    // ---- Fields

    private CodeBuilder memory(String part, ClassDesc type) {
        return code.aload(RegionOperands.MEMORY_LOCAL).invokevirtual(ActionEmitter.MEMORY, part, MethodTypeDesc.of(type));
    }

    /** Pushes a field of the core. */
    CodeBuilder core(String field, ClassDesc type) {
        return code.aload(RegionOperands.CORE_LOCAL).getfield(CORE, field, type);
    }
}
