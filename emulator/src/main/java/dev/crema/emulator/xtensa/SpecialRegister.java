package dev.crema.emulator.xtensa;

/** Special registers by their RSR/WSR/XSR number. */
public enum SpecialRegister {
    /** Processor state. */
    PS(230);

    private final int number;

    SpecialRegister(int number) {
        this.number = number;
    }

    /** The number in RSR, WSR and XSR. */
    public int number() {
        return number;
    }
}
