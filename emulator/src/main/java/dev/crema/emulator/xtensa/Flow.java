package dev.crema.emulator.xtensa;

/** How execution leaves a piece of code, as far as it matters to whoever follows calls. */
public enum Flow {
    /** By one of the CALL instructions. */
    CALL,
    /** Back to whoever called, or was interrupted: RET, RETW, RFE, RFI and their like. */
    RETURN,
    /** Back from a window overflow or underflow: RFWO, RFWU. */
    WINDOW_RETURN,
    /** By a jump or a branch, or to what lies behind. */
    OTHER;

    /** What an instruction does as the last one of its block. */
    static Flow of(Row row) {
        if (row.is(Row.Flag.CALLS)) {
            return CALL;
        }
        return switch (row.mnemonic()) {
            case "ret", "ret.n", "retw", "retw.n", "rfe", "rfue", "rfde", "rfi" -> RETURN;
            case "rfwo", "rfwu" -> WINDOW_RETURN;
            default -> OTHER;
        };
    }
}
