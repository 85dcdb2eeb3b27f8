package dev.crema.emulator.xtensa;

import java.lang.classfile.CodeBuilder;

/**
 * Where the terms of an {@link Action} live in the code that is being emitted. One implementation per engine; everything else
 * about an instruction is the same text for all of them.
 */
interface Operands {
    /** Emits code that pushes a term. */
    void push(CodeBuilder code, Term term);

    /** Emits code that pushes a special register: as a constant of the host's, which knows what reading and writing it does. */
    static void pushSpecial(CodeBuilder code, SpecialRegister register) {
        code.getstatic(ActionEmitter.SPECIAL_REGISTER, register.name(), ActionEmitter.SPECIAL_REGISTER);
    }

    /** Emits code that pushes the address of an access. */
    default void pushAddress(CodeBuilder code, Term.Access access) {
        push(code, new Term.AddressRegister('s'));
        push(code, access.offset());
        code.iadd();
    }

    /**
     * Emits code that sets a term.
     *
     * @param value emits code that pushes the value; called once
     */
    void assign(CodeBuilder code, Term destination, Runnable value);
}
