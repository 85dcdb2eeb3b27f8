package dev.crema.emulator.machine;

import dev.crema.emulator.device.UnknownRegisters;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Makes events of accesses to unknown registers: one for the first load and one for the first store of each. */
final class FirstTouch implements UnknownRegisters {
    private record Site(String block, int offset, boolean write) { }

    private final Consumer<MachineEvent> events;
    private final Set<Site> seen = new HashSet<>();

    FirstTouch(Consumer<MachineEvent> events) {
        this.events = events;
    }

    @Override
    public void touched(String block, int offset, boolean write, int value) {
        if (seen.add(new Site(block, offset, write))) {
            events.accept(new MachineEvent.UnknownRegister(block, offset, write, value));
        }
    }
}
