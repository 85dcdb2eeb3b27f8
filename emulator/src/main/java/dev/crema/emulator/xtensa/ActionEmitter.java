package dev.crema.emulator.xtensa;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Optional;

/** Emits an action: the one place that says how operands meet a kernel, for every engine. */
final class ActionEmitter {
    static final ClassDesc CORE = ClassDesc.of("dev.crema.emulator.xtensa.Core");
    static final ClassDesc MEMORY = ClassDesc.of("dev.crema.emulator.xtensa.Memory");
    static final ClassDesc SPECIAL_REGISTER = ClassDesc.of("dev.crema.emulator.xtensa.SpecialRegister");
    static final ClassDesc FAULT = ClassDesc.of("dev.crema.emulator.xtensa.GuestFault");

    private final CodeBuilder code;
    private final Operands operands;
    private final ClassDesc kernels;

    /** @param kernels the class whose static methods the action names */
    ActionEmitter(CodeBuilder code, Operands operands, ClassDesc kernels) {
        this.code = code;
        this.operands = operands;
        this.kernels = kernels;
    }

    void emit(Action action) {
        switch (action) {
            case Action.Do(Action.Call call) -> call(call, ConstantDescs.CD_void);
            case Action.Assign(Term destination, Action.Value value) ->
                operands.assign(code, destination, () -> value(value, type(destination)));
            case Action.Branch(Term target, Action.Call condition) -> {
                Label untaken = code.newLabel();
                condition(condition);
                code.ifeq(untaken);
                operands.assign(code, Term.Named.PC, () -> operands.push(code, target));
                code.labelBinding(untaken);
            }
        }
    }

    /** Emits code that pushes whether a condition holds. */
    void condition(Action.Call condition) {
        call(condition, ConstantDescs.CD_boolean);
    }

    private void value(Action.Value value, ClassDesc type) {
        switch (value) {
            case Action.TermValue(Term term) -> operands.push(code, term);
            case Action.Call call -> call(call, type);
        }
    }

    private void call(Action.Call call, ClassDesc result) {
        MethodTypeDesc type = descriptor(call, result);
        List<Term> arguments = call.arguments();
        Optional<KernelBody> body = arguments.stream().anyMatch(ActionEmitter::reads) ? Optional.empty()
                : KernelBody.of(kernels, call.kernel(), type);
        body.ifPresentOrElse(simple -> simple.emit(code, number -> operands.push(code, arguments.get(number))), () -> {
            arguments.forEach(term -> operands.push(code, term));
            code.invokestatic(kernels, call.kernel(), type);
        });
    }

    /** Whether a term is read from memory, which must happen once and before anything else. */
    private static boolean reads(Term term) {
        return term instanceof Term.Access || term == Term.Named.LITERAL;
    }

    /** The kernel's descriptor, which its place in the action determines. */
    static MethodTypeDesc descriptor(Action.Call call, ClassDesc result) {
        return MethodTypeDesc.of(result, call.arguments().stream().map(ActionEmitter::type).toList());
    }

    /** The type of a term on the stack. */
    static ClassDesc type(Term term) {
        if (term == Term.Named.FAULT) {
            return FAULT;
        }
        if (term == Term.Named.CORE) {
            return CORE;
        }
        if (term instanceof Term.Special) {
            return SPECIAL_REGISTER;
        }
        return term.kind() == TypeKind.LONG ? ConstantDescs.CD_long
                : term.kind() == TypeKind.BOOLEAN ? ConstantDescs.CD_boolean : ConstantDescs.CD_int;
    }
}
