package dev.crema.emulator.xtensa;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * The operands of translated code: immediates are constants, the registers of the window and SAR are locals of the method
 * {@code int run(Core core)} of a {@link Region}, everything else lies in the core. What an instruction loads has been loaded
 * before it, and what it stores will be stored after it.
 */
final class RegionOperands implements Operands {
    static final int CORE_LOCAL = 1;
    static final int BACKING_LOCAL = 2;
    static final int AR_LOCAL = 3;
    static final int BASE_LOCAL = 4;
    static final int SAR_LOCAL = 5;
    /** Cycles spent since they were last handed to the core. */
    static final int CYCLES_LOCAL = 6;
    /** Instructions executed since then. */
    static final int INSTRUCTIONS_LOCAL = 7;
    /** Cycles that can be spent before a look at time and interrupts is due. */
    static final int BUDGET_LOCAL = 8;
    static final int PC_LOCAL = 9;
    /** How the run ends. */
    static final int ENDING_LOCAL = 10;
    /** The maps of loads, stores and instruction fetches. */
    static final int LOADS_LOCAL = 11;
    static final int STORES_LOCAL = 12;
    static final int FETCHES_LOCAL = 13;
    /** What the present instruction has loaded: two locals. */
    static final int LOADED_LOCAL = 14;
    /** What the present instruction stores. */
    static final int STORED_LOCAL = 16;
    /** The windows ahead of the first that hold frames of others; see {@link Core#windowsInUse}. */
    static final int WINDOWS_LOCAL = 17;
    /** The address space of the core. */
    static final int MEMORY_LOCAL = 18;
    /** The length of the register file less 1; HotSpot knows that what is masked with it is an index. */
    static final int AR_MASK_LOCAL = 19;
    /** The same of the backing. */
    static final int BACKING_MASK_LOCAL = 20;
    static final int FIRST_REGISTER_LOCAL = 21;
    static final int FIRST_FREE_LOCAL = FIRST_REGISTER_LOCAL + Core.REGISTERS;

    private static final ClassDesc BOOLEAN_OPS = ClassDesc.of("dev.crema.emulator.xtensa.BooleanOps");

    private final Insn insn;
    private final int window;

    /**
     * The operands of an instruction.
     *
     * @param frame that it is executed in
     */
    RegionOperands(Insn insn, RegionFrame frame) {
        this.insn = insn;
        this.window = frame.registers();
    }

    /** What the instruction adds to the register that its access is counted from. */
    int offset() {
        return insn.imm;
    }

    /** Where a register lives, counted from the first window's a0. */
    static int local(int register) {
        return FIRST_REGISTER_LOCAL + register;
    }

    @Override
    public void push(CodeBuilder code, Term term) {
        switch (term) {
            case Term.AddressRegister(char field) -> code.iload(local(window + insn.register(field)));
            case Term.FixedRegister(int number) -> code.iload(local(window + number));
            case Term.FloatRegister(char field) -> element(code, "fr", field).iaload();
            case Term.MacRegister(char field) -> element(code, "mr", field).iaload();
            case Term.BooleanRegister(char field) -> core(code, "booleans", TypeKind.INT).loadConstant(insn.register(field))
                    .invokestatic(BOOLEAN_OPS, "bit",
                            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_int, ConstantDescs.CD_int));
            case Term.Access access -> code.lload(LOADED_LOCAL).l2i();
            case Term.RegisterNumber(char field) -> code.loadConstant(insn.register(field));
            case Term.Literal(int value) -> code.loadConstant(value);
            case Term.Special(SpecialRegister register) -> Operands.pushSpecial(code, register);
            case Term.Named named -> pushNamed(code, named);
        }
    }

    private void pushNamed(CodeBuilder code, Term.Named term) {
        switch (term) {
            case IMM -> code.loadConstant(insn.imm);
            case IMM2 -> code.loadConstant(insn.imm2);
            case NEXT -> code.loadConstant(insn.next());
            case SAR -> code.iload(SAR_LOCAL);
            case BOOLEANS -> core(code, "booleans", TypeKind.INT);
            case ACC -> core(code, "acc", TypeKind.LONG);
            case LITERAL -> code.lload(LOADED_LOCAL).l2i();
            case CORE -> code.aload(CORE_LOCAL);
            case FAULT -> code.aload(CORE_LOCAL).getfield(ActionEmitter.CORE, "fault", ActionEmitter.FAULT);
            case PC -> throw new IllegalArgumentException("the program counter is only a destination");
        }
    }

    @Override
    public void assign(CodeBuilder code, Term destination, Runnable value) {
        switch (destination) {
            case Term.AddressRegister(char field) -> {
                value.run();
                code.istore(local(window + insn.register(field)));
            }
            case Term.FloatRegister(char field) -> {
                element(code, "fr", field);
                value.run();
                code.iastore();
            }
            case Term.MacRegister(char field) -> {
                element(code, "mr", field);
                value.run();
                code.iastore();
            }
            case Term.BooleanRegister(char field) -> {
                code.aload(CORE_LOCAL);
                core(code, "booleans", TypeKind.INT).loadConstant(insn.register(field));
                value.run();
                code.invokestatic(BOOLEAN_OPS, "withBit", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int,
                        ConstantDescs.CD_int, ConstantDescs.CD_boolean));
                code.putfield(ActionEmitter.CORE, "booleans", ConstantDescs.CD_int);
            }
            case Term.Access access -> {
                value.run();
                code.istore(STORED_LOCAL);
            }
            case Term.Named named -> assignNamed(code, named, value);
            case Term.FixedRegister fixed -> throw notADestination(fixed);
            case Term.RegisterNumber number -> throw notADestination(number);
            case Term.Literal literal -> throw notADestination(literal);
            case Term.Special special -> throw notADestination(special);
        }
    }

    private static void assignNamed(CodeBuilder code, Term.Named destination, Runnable value) {
        switch (destination) {
            case PC -> {
                value.run();
                code.istore(PC_LOCAL);
            }
            case SAR -> {
                value.run();
                code.istore(SAR_LOCAL);
            }
            case BOOLEANS, ACC -> {
                code.aload(CORE_LOCAL);
                value.run();
                code.putfield(ActionEmitter.CORE, destination == Term.Named.ACC ? "acc" : "booleans",
                        destination == Term.Named.ACC ? ConstantDescs.CD_long : ConstantDescs.CD_int);
            }
            case IMM, IMM2, NEXT, LITERAL, FAULT, CORE -> throw notADestination(destination);
        }
    }

    private static IllegalArgumentException notADestination(Term term) {
        return new IllegalArgumentException("nothing can be assigned to " + term);
    }

    private CodeBuilder element(CodeBuilder code, String array, char field) {
        return code.aload(CORE_LOCAL).getfield(ActionEmitter.CORE, array, ConstantDescs.CD_int.arrayType())
                .loadConstant(insn.register(field));
    }

    private static CodeBuilder core(CodeBuilder code, String field, TypeKind kind) {
        return code.aload(CORE_LOCAL).getfield(ActionEmitter.CORE, field, kind == TypeKind.LONG ? ConstantDescs.CD_long
                : ConstantDescs.CD_int);
    }
}
