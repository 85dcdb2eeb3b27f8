package dev.crema.constraints.panic;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A panic of the firmware.
 *
 * @param kind what it was
 * @param headline the line of the console that tells most
 * @param time since power-on at which it was seen
 * @param console the lines from just before it to its end
 * @param allocations what was asked of the heap last before it; empty where nobody watched the heap
 * @param scene how everything stood; empty where the image has no symbols for the panic handler, or the firmware went on
 */
public record Panic(PanicKind kind, String headline, Duration time, List<String> console, List<String> allocations,
        Optional<PanicScene> scene) {
    /** Copies the lines. */
    public Panic {
        console = List.copyOf(console);
        allocations = List.copyOf(allocations);
    }
}
