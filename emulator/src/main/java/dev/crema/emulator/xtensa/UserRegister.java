package dev.crema.emulator.xtensa;

import java.util.Locale;

/** User registers by their RUR/WUR number. */
public enum UserRegister {
    /** The configuration's own output port. */
    EXPSTATE(230, -1),
    /** The thread pointer. */
    THREADPTR(231, -1),
    /** Floating-point control: the rounding mode in bits 1 and 0, exception enables, which trap nothing, in bits 6 to 2. */
    FCR(232, 0x7f),
    /** Floating-point status: the sticky flags inexact, underflow, overflow, division by zero, invalid from bit 7 on. */
    FSR(233, 0xf80),
    /** State of the double-precision accelerator; software saves and restores it. */
    F64R_LO(234, -1),
    /** State of the double-precision accelerator. */
    F64R_HI(235, -1),
    /** State of the double-precision accelerator. */
    F64S(236, -1);

    private static final UserRegister[] ALL = values();

    private final int number;
    private final int writableBits;

    UserRegister(int number, int writableBits) {
        this.number = number;
        this.writableBits = writableBits;
    }

    static UserRegister at(int ordinal) {
        return ALL[ordinal];
    }

    /** The number in RUR and WUR. */
    public int number() {
        return number;
    }

    /** The name in the assembler's mnemonics. */
    public String assemblerName() {
        return name().toLowerCase(Locale.ROOT);
    }

    int writableBits() {
        return writableBits;
    }

    /** Whether access needs coprocessor 0. */
    boolean ofFpu() {
        return this == FCR || this == FSR;
    }
}
