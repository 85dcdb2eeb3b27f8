package dev.crema.cli.monitor;

/** What a key asks the monitor to do. */
public sealed interface KeyAction {
    /** Sends a byte to the chip, 0 to 255. */
    record Send(int character) implements KeyAction {
    }

    /** A menu key that means nothing. */
    record Unknown(int character) implements KeyAction {
    }

    /** The actions without a value. */
    enum Command implements KeyAction {
        /** Nothing yet: the menu key waits for the next one. */
        WAIT,
        /** Pulls the chip's EN pin. */
        RESET,
        /** Ends the run. */
        EXIT,
        /** Lists the keys. */
        HELP,
        /** Stops showing the console, or shows it again. */
        TOGGLE_OUTPUT,
        /** Starts writing the console to a file, or stops. */
        TOGGLE_LOG
    }
}
