package dev.crema.emulator.xtensa;

/** EXCCAUSE of the exception option (Xtensa ISA reference manual, section 4.4.1.5), as far as an LX6 raises them. */
public enum ExceptionCause {
    /** Illegal instruction, or one that is not configured. */
    ILLEGAL_INSTRUCTION(0),
    /** SYSCALL. */
    SYSCALL(1),
    /** The instruction bus answered with an error. */
    INSTRUCTION_FETCH_ERROR(2),
    /** A load or store of a kind that the memory does not take. */
    LOAD_STORE_ERROR(3),
    /** An interrupt of level 1. */
    LEVEL1_INTERRUPT(4),
    /** MOVSP while the caller's frame is in the registers no more. */
    ALLOCA(5),
    /** QUOS, QUOU, REMS or REMU by zero. */
    INTEGER_DIVIDE_BY_ZERO(6),
    /** A privileged instruction in a ring above 0. */
    PRIVILEGED(8),
    /** An unaligned access where the hardware does not align. */
    LOAD_STORE_ALIGNMENT(9),
    /** Nothing answers at the address of the data access. */
    LOAD_STORE_PIF_ADDRESS_ERROR(15),
    /** The region's attribute forbids the fetch. */
    INST_FETCH_PROHIBITED(20),
    /** The region's attribute forbids the load. */
    LOAD_PROHIBITED(28),
    /** The region's attribute forbids the store. */
    STORE_PROHIBITED(29),
    /** Coprocessor 0, the FPU, is disabled; the others follow. */
    COPROCESSOR0_DISABLED(32),
    /** Coprocessor 1 is disabled. */
    COPROCESSOR1_DISABLED(33),
    /** Coprocessor 2 is disabled. */
    COPROCESSOR2_DISABLED(34),
    /** Coprocessor 3 is disabled. */
    COPROCESSOR3_DISABLED(35),
    /** Coprocessor 4 is disabled. */
    COPROCESSOR4_DISABLED(36),
    /** Coprocessor 5 is disabled. */
    COPROCESSOR5_DISABLED(37),
    /** Coprocessor 6 is disabled. */
    COPROCESSOR6_DISABLED(38),
    /** Coprocessor 7 is disabled. */
    COPROCESSOR7_DISABLED(39);

    private final int number;

    ExceptionCause(int number) {
        this.number = number;
    }

    /** The number in EXCCAUSE. */
    public int number() {
        return number;
    }
}
