package dev.crema.constraints.panic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How firmware gives up, as it says on the console (ESP-IDF programming guide, "Fatal Errors" and "Heap Memory Debugging"). What
 * comes first tells more than what comes after it: a damaged heap ends in a failed assertion, that one in an abort, and that one
 * in an exception.
 */
public enum PanicKind {
    /** The heap's own checks found what somebody overwrote. */
    HEAP_CORRUPTION("CORRUPT HEAP:"),
    /** FreeRTOS or a watchpoint found the end of a stack overwritten. */
    STACK_OVERFLOW("A stack overflow in task|Stack canary watchpoint triggered|Stack smashing protect failure"),
    /** {@code assert}, {@code configASSERT}, {@code ESP_ERROR_CHECK}. */
    ASSERT("assert(?:ion)? (?:\".*\" )?failed|ESP_ERROR_CHECK failed"),
    /** Interrupts were disabled for too long. */
    INTERRUPT_WATCHDOG("Interrupt wdt timeout on CPU"),
    /** A task did not let others run. The firmware may go on. */
    TASK_WATCHDOG("Task watchdog got triggered"),
    /** Flash or external RAM was used while it could not be. */
    CACHE_ERROR("panic'ed \\(Cache (?:error|disabled)"),
    /** {@code abort()}, also by an uncaught C++ exception or by Rust's panic handler. */
    ABORT("abort\\(\\) was called at PC|panicked at "),
    /** An exception of the CPU that nobody handles. */
    EXCEPTION("Guru Meditation Error|Fatal exception \\(");

    private final Pattern words;

    PanicKind(String words) {
        this.words = Pattern.compile(words);
    }

    /** What a line of the console says, if it says such a thing. */
    static Optional<PanicKind> of(String line) {
        return Arrays.stream(values()).filter(kind -> kind.words.matcher(line).find()).findFirst();
    }

    /** Of several lines the one that tells most. */
    static Optional<String> headline(List<String> lines) {
        return Arrays.stream(values()).flatMap(kind -> lines.stream().filter(line -> kind.words.matcher(line).find()).limit(1))
                .findFirst();
    }
}
