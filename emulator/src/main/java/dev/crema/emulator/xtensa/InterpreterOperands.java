package dev.crema.emulator.xtensa;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * The interpreter's operands: the code is the body of {@code void execute(Core core)} of an {@link Insn}, registers lie in the
 * core's fields, and which of them are meant lies in the instruction's.
 */
final class InterpreterOperands implements Operands {
    private static final int THIS = 0;
    private static final int CORE_LOCAL = 1;
    private static final ClassDesc INSN = ClassDesc.of("dev.crema.emulator.xtensa.Insn");
    private static final ClassDesc CORE = ActionEmitter.CORE;
    private static final ClassDesc BOOLEAN_OPS = ClassDesc.of("dev.crema.emulator.xtensa.BooleanOps");
    private static final MethodTypeDesc LOAD = MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final MethodTypeDesc STORE =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int);
    private static final ClassDesc INTS = ConstantDescs.CD_int.arrayType();

    @Override
    public void push(CodeBuilder code, Term term) {
        switch (term) {
            case Term.AddressRegister(char field) -> {
                address(code, () -> number(code, field));
                code.iaload();
            }
            case Term.FixedRegister(int number) -> {
                address(code, () -> code.loadConstant(number));
                code.iaload();
            }
            case Term.FloatRegister(char field) -> {
                element(code, "fr", field);
                code.iaload();
            }
            case Term.MacRegister(char field) -> {
                element(code, "mr", field);
                code.iaload();
            }
            case Term.BooleanRegister(char field) -> {
                core(code, "booleans", ConstantDescs.CD_int);
                number(code, field);
                code.invokestatic(BOOLEAN_OPS, "bit", MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_int,
                        ConstantDescs.CD_int));
            }
            case Term.Access access -> {
                core(code, "memory", ActionEmitter.MEMORY);
                pushAddress(code, access);
                code.invokevirtual(ActionEmitter.MEMORY, "load" + 8 * access.width(), LOAD);
            }
            case Term.RegisterNumber(char field) -> number(code, field);
            case Term.Literal(int value) -> code.loadConstant(value);
            case Term.Special(SpecialRegister register) -> Operands.pushSpecial(code, register);
            case Term.Named named -> pushNamed(code, named);
        }
    }

    private static void pushNamed(CodeBuilder code, Term.Named term) {
        switch (term) {
            case IMM -> code.aload(THIS).getfield(INSN, "imm", ConstantDescs.CD_int);
            case IMM2 -> code.aload(THIS).getfield(INSN, "imm2", ConstantDescs.CD_int);
            case NEXT -> code.aload(THIS).invokevirtual(INSN, "next", MethodTypeDesc.of(ConstantDescs.CD_int));
            case SAR -> core(code, "sar", ConstantDescs.CD_int);
            case BOOLEANS -> core(code, "booleans", ConstantDescs.CD_int);
            case ACC -> core(code, "acc", ConstantDescs.CD_long);
            case LITERAL -> {
                core(code, "memory", ActionEmitter.MEMORY);
                code.aload(THIS).getfield(INSN, "imm", ConstantDescs.CD_int)
                        .invokevirtual(ActionEmitter.MEMORY, "loadLiteral", LOAD);
            }
            case FAULT -> core(code, "fault", ActionEmitter.FAULT);
            case CORE -> code.aload(CORE_LOCAL);
            case PC -> throw new IllegalArgumentException("the program counter is only a destination");
        }
    }

    @Override
    public void assign(CodeBuilder code, Term destination, Runnable value) {
        switch (destination) {
            case Term.AddressRegister(char field) -> {
                address(code, () -> number(code, field));
                value.run();
                code.iastore();
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
                core(code, "booleans", ConstantDescs.CD_int);
                number(code, field);
                value.run();
                code.invokestatic(BOOLEAN_OPS, "withBit", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int,
                        ConstantDescs.CD_int, ConstantDescs.CD_boolean));
                code.putfield(CORE, "booleans", ConstantDescs.CD_int);
            }
            case Term.Access access -> {
                core(code, "memory", ActionEmitter.MEMORY);
                pushAddress(code, access);
                value.run();
                code.invokevirtual(ActionEmitter.MEMORY, "store" + 8 * access.width(), STORE);
            }
            case Term.Named named -> assignNamed(code, named, value);
            case Term.FixedRegister fixed -> throw notADestination(fixed);
            case Term.RegisterNumber number -> throw notADestination(number);
            case Term.Literal literal -> throw notADestination(literal);
            case Term.Special special -> throw notADestination(special);
        }
    }

    private static void assignNamed(CodeBuilder code, Term.Named destination, Runnable value) {
        code.aload(CORE_LOCAL);
        value.run();
        switch (destination) {
            case PC -> code.invokevirtual(CORE, "jump", MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int));
            case SAR -> code.putfield(CORE, "sar", ConstantDescs.CD_int);
            case BOOLEANS -> code.putfield(CORE, "booleans", ConstantDescs.CD_int);
            case ACC -> code.putfield(CORE, "acc", ConstantDescs.CD_long);
            case IMM, IMM2, NEXT, LITERAL, FAULT, CORE -> throw notADestination(destination);
        }
    }

    private static IllegalArgumentException notADestination(Term term) {
        return new IllegalArgumentException("nothing can be assigned to " + term);
    }

    /** Pushes the array and the index of an AR: {@code core.ar[core.base + number & 63]}. */
    private static void address(CodeBuilder code, Runnable number) {
        core(code, "ar", INTS);
        core(code, "base", ConstantDescs.CD_int);
        number.run();
        code.iadd().bipush(Core.REGISTERS - 1).iand();
    }

    private static void element(CodeBuilder code, String array, char field) {
        core(code, array, INTS);
        number(code, field);
    }

    private static void core(CodeBuilder code, String field, ClassDesc type) {
        code.aload(CORE_LOCAL).getfield(CORE, field, type);
    }

    private static void number(CodeBuilder code, char field) {
        String name = switch (field) {
            case 'w' -> "r";
            case 'y' -> "t";
            default -> String.valueOf(field);
        };
        code.aload(THIS).getfield(INSN, name, ConstantDescs.CD_byte);
    }
}
