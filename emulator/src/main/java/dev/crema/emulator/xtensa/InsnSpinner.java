package dev.crema.emulator.xtensa;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;

/** Makes the subclass of {@link Insn} that executes the instructions of one row. */
final class InsnSpinner {
    private static final ClassDesc INSN = ClassDesc.of("dev.crema.emulator.xtensa.Insn");
    private static final int OPEN = ClassFile.ACC_FINAL;

    private InsnSpinner() { }

    /** An undecoded instruction of the row, whose {@link Insn#blank()} makes all others. */
    static Insn spin(Row row) {
        try {
            Class<?> spun = MethodHandles.lookup().defineHiddenClass(classFile(row), false).lookupClass();
            return (Insn) spun.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the row of " + row + " does not make a class", e);
        }
    }

    static byte[] classFile(Row row) {
        ClassDesc name = INSN.nested(row.mnemonic().replace('.', '_'));
        return ClassFile.of().build(name, builder -> builder
                .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withSuperclass(INSN)
                .withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, 0, code -> code
                        .aload(0)
                        .invokespecial(INSN, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .return_())
                .withMethodBody("blank", MethodTypeDesc.of(INSN), OPEN, code -> code
                        .new_(name)
                        .dup()
                        .invokespecial(name, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .areturn())
                .withMethodBody("execute", MethodTypeDesc.of(ConstantDescs.CD_void, ActionEmitter.CORE), OPEN, code -> {
                    ClassDesc kernels = row.kernels().describeConstable().orElseThrow();
                    new ActionEmitter(code, new InterpreterOperands(), kernels).emit(row.action());
                    code.return_();
                }));
    }
}
