package dev.crema.constraints.fault;

import dev.crema.constraints.heap.AllocationAttempt;
import dev.crema.constraints.heap.MemoryTruth;
import dev.crema.emulator.machine.TextMatcher;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** Has those requests for memory of one machine's guest fail that a user wants to. */
public final class Injection {
    private final Fault fault;
    private final Consumer<AllocationAttempt> struck;
    private Optional<TextMatcher> awaited;

    /**
     * Begins now, or at the text on the console that the specification names.
     *
     * @param struck told of each, before it fails
     * @throws dev.crema.firmware.FirmwareException if where the firmware asks for memory is not known
     */
    public Injection(FaultSpec spec, MemoryTruth truth, Consumer<AllocationAttempt> struck) {
        this.fault = spec.arm();
        this.struck = struck;
        awaited = spec.after().map(text -> new TextMatcher(text.getBytes(StandardCharsets.UTF_8)));
        truth.probes().machine().console().onOutput(this::printed);
        new FailurePoint(truth, this::fails);
    }

    private void printed(int character) {
        if (awaited.isPresent() && awaited.get().accept(character)) {
            awaited = Optional.empty();
        }
    }

    private boolean fails(AllocationAttempt attempt) {
        boolean fails = awaited.isEmpty() && fault.strikes(Request.of(attempt));
        if (fails) {
            struck.accept(attempt);
        }
        return fails;
    }
}
