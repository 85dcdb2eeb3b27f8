package dev.crema.emulator.machine;

/** What {@link Machine#run} may be asked to wait for. */
public sealed interface StopCondition {
    /**
     * A text on the console of UART0.
     *
     * @param text not empty; compared byte for byte as UTF-8, from the moment of the call on
     */
    record ConsoleText(String text) implements StopCondition {
        /** Checks that there is something to wait for. */
        public ConsoleText {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("the text to wait for is empty");
            }
        }
    }

    /**
     * A core is about to execute the instruction at an address.
     *
     * @param address of an instruction
     */
    record Address(int address) implements StopCondition { }

    /**
     * A core is about to execute the first instruction of a function of the image's ELF file.
     *
     * @param name as in the symbol table, mangled
     */
    record Symbol(String name) implements StopCondition { }
}
