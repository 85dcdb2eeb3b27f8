package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Core;
import dev.crema.emulator.xtensa.HostFunction;

/**
 * A ROM function and its Java counterpart.
 *
 * @param address of the function in the ROM
 * @param cycles that every call takes; functions that loop charge more by themselves
 * @param prototype in C
 * @param function in Java
 */
record Binding(int address, int cycles, String prototype, RomFunction function) {
    /** The name in the prototype. */
    String name() {
        String head = prototype.substring(0, prototype.indexOf('('));
        return head.substring(Math.max(head.lastIndexOf(' '), head.lastIndexOf('*')) + 1);
    }

    /** The function for the interpreter of one core. */
    HostFunction hostFunction() {
        Call call = new Call();
        return core -> run(core, call);
    }

    private void run(Core core, Call call) {
        call.begin(core);
        function.call(call);
        call.charge(cycles);
        call.end();
    }
}
