package dev.crema.constraints.panic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of ESP-IDF 3 to 6, newlib and Rust. */
final class PanicKindTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "EXCEPTION | Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.",
        "INTERRUPT_WATCHDOG | Guru Meditation Error: Core  1 panic'ed (Interrupt wdt timeout on CPU1).",
        "CACHE_ERROR | Guru Meditation Error: Core  0 panic'ed (Cache error).",
        "STACK_OVERFLOW | Debug exception reason: Stack canary watchpoint triggered (main)",
        "STACK_OVERFLOW | ***ERROR*** A stack overflow in task main has been detected.",
        "ABORT | abort() was called at PC 0x400d1234 on core 0",
        "ABORT | thread 'main' panicked at src/main.rs:12:5:",
        "ASSERT | assert failed: xQueueSemaphoreTake queue.c:1549 (pxQueue->uxItemSize == 0)",
        "ASSERT | assertion \"res == ESP_OK\" failed: file \"main.c\", line 10, function: app_main",
        "HEAP_CORRUPTION | CORRUPT HEAP: Bad head at 0x3ffb1234. Expected 0xabba1234 got 0x00000000",
        "TASK_WATCHDOG | E (5315) task_wdt: Task watchdog got triggered. The following tasks did not reset the watchdog in time:"})
    void linesAreRecognised(PanicKind kind, String line) {
        assertEquals(Optional.of(kind), PanicKind.of(line));
    }

    @Test
    void otherLinesAreNot() {
        assertEquals(Optional.empty(), PanicKind.of("I (313) main: 3 tests, none failed"));
    }

    @Test
    void theCauseIsTheHeadline() {
        assertEquals(Optional.of("CORRUPT HEAP: Bad tail"), PanicKind.headline(List.of("CORRUPT HEAP: Bad tail",
                "assert failed: multi_heap_free multi_heap_poisoning.c:259 (head != NULL)", "abort() was called at PC 0x1 on core 0")));
    }
}
