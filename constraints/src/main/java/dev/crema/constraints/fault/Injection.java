package dev.crema.constraints.fault;

import dev.crema.constraints.probe.FunctionProbes;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.TextMatcher;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** Has requests for memory of one machine's guest fail. */
public final class Injection {
    private final Fault fault;
    private final Consumer<Request> struck;
    private Optional<TextMatcher> awaited;

    /**
     * From now on, or from a text on the console on, has those requests fail that a specification says.
     *
     * @param struck told of each, before it fails
     * @throws dev.crema.firmware.FirmwareException if where the firmware asks for memory is not known
     */
    public Injection(FaultSpec spec, FunctionProbes probes, Consumer<Request> struck) {
        Machine machine = probes.machine();
        this.fault = spec.arm(machine);
        this.struck = struck;
        awaited = spec.after().map(text -> new TextMatcher(text.getBytes(StandardCharsets.UTF_8)));
        machine.console().onOutput(this::printed);
        new AllocationWatch(probes, Allocator.of(machine.elf()), new Listener());
    }

    private void printed(int character) {
        if (awaited.isPresent() && awaited.get().accept(character)) {
            awaited = Optional.empty();
        }
    }

    private final class Listener implements AllocationWatch.Listener {
        @Override
        public boolean requested(Request request) {
            boolean fails = awaited.isEmpty() && fault.strikes(request);
            if (fails) {
                struck.accept(request);
            }
            return fails;
        }

        @Override
        public void allocated(Request request, int address) {
            // Faults ask about requests alone.
        }

        @Override
        public void freed(int address) {
            // Likewise.
        }
    }
}
