package dev.crema.emulator.xtensa;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the subclass of {@link Insn} that executes the instructions of one row.
 *
 * <p>The build writes all of them as class files, because to spin the hundred and fifty that a firmware uses takes a fifth of a
 * second of start-up, and to load them a tenth of that, or nothing where an AOT cache holds them. Where they are missing, as when
 * a development environment has compiled the sources, they are spun when first needed. Either way a class announces its first
 * instance from its initialiser, which spares the cost of reflection.
 */
final class InsnSpinner {
    private static final String PREFIX = "dev.crema.emulator.xtensa.Insn$";
    private static final ClassDesc INSN = ClassDesc.of("dev.crema.emulator.xtensa.Insn");
    private static final ClassDesc SPINNER = ClassDesc.of("dev.crema.emulator.xtensa.InsnSpinner");
    private static final MethodTypeDesc ANNOUNCE = MethodTypeDesc.of(ConstantDescs.CD_void, INSN);
    private static final MethodTypeDesc BLANK = MethodTypeDesc.of(INSN);
    private static final MethodTypeDesc EXECUTE = MethodTypeDesc.of(ConstantDescs.CD_void, ActionEmitter.CORE);

    private static Insn announced;

    private InsnSpinner() { }

    /**
     * Writes the classes of all rows: a step of the build.
     *
     * @param arguments the folder of the module's classes
     */
    public static void main(String[] arguments) throws IOException {
        for (List<Row> rows : List.of(InstructionSet.LX6.rows(), InstructionSet.undefined())) {
            for (Row row : rows) {
                Files.write(Path.of(arguments[0], className(row).replace('.', '/') + ".class"), classFile(row));
            }
        }
    }

    /** An undecoded instruction of the row, whose {@link Insn#blank()} makes all others. */
    static synchronized Insn prototype(Row row) {
        try {
            Class.forName(className(row), true, InsnSpinner.class.getClassLoader());
        } catch (ClassNotFoundException notBuilt) {
            spin(row);
        }
        return announced;
    }

    private static void spin(Row row) {
        try {
            MethodHandles.lookup().defineHiddenClass(classFile(row), true);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the row of " + row + " makes no class", e);
        }
    }

    /** Called by the initialiser of each spun class. */
    static void announce(Insn first) {
        announced = first;
    }

    static String className(Row row) {
        return PREFIX + row.mnemonic().replace('.', '_');
    }

    static byte[] classFile(Row row) {
        ClassDesc name = ClassDesc.of(className(row));
        return ClassFile.of().build(name, builder -> builder
                .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withSuperclass(INSN)
                .withMethodBody(ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_STATIC, code -> code
                        .new_(name)
                        .dup()
                        .invokespecial(name, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .invokestatic(SPINNER, "announce", ANNOUNCE)
                        .return_())
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code
                        .aload(0)
                        .invokespecial(INSN, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .return_())
                .withMethodBody("blank", BLANK, ClassFile.ACC_FINAL, code -> code
                        .new_(name)
                        .dup()
                        .invokespecial(name, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .areturn())
                .withMethodBody("execute", EXECUTE, ClassFile.ACC_FINAL, code -> {
                    ClassDesc kernels = ClassDesc.of(row.kernels().getName());
                    new ActionEmitter(code, new InterpreterOperands(), kernels).emit(row.action());
                    code.return_();
                }));
    }
}
