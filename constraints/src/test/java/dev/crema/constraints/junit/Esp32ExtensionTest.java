package dev.crema.constraints.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.crema.firmware.FirmwareException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** What the extension does with the tests of a class, as JUnit reports it. */
final class Esp32ExtensionTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static EngineExecutionResults results(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow()).toList();
    }

    private static void allSucceed(Class<?> tests, int count) {
        EngineExecutionResults results = results(tests);
        assertEquals(List.of(), failures(results));
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(count));
    }

    private static Throwable failure(Class<?> tests) {
        List<Throwable> failures = failures(results(tests));
        assertEquals(1, failures.size());
        return failures.getFirst();
    }

    private static List<String> reports(EngineExecutionResults results) {
        return results.allEvents().reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class))
                .map(entry -> entry.getKeyValuePairs().get("console")).toList();
    }

    // ---- boards --------------------------------------------------------------------------------------------------------

    @Esp32Test(firmware = "sample:hello")
    static final class FromPowerOn {
        @BeforeEach
        void begin(Esp32 esp32) {
            esp32.awaitConsole("SPIRAM", SECOND);
        }

        @Test
        void sameBoardAsBefore(Esp32 esp32) {
            assertEquals("4096", esp32.awaitConsole("(\\d+) KiB", SECOND).group(1));
            assertThrows(AssertionFailedError.class, () -> esp32.awaitConsole("SPIRAM", SECOND));
        }

        @Test
        void groupsAreWhole(Esp32 esp32) {
            MatchResult tick = esp32.awaitConsole("malloc\\((\\d+)\\): 0x([0-9a-f]+)", SECOND);
            assertEquals("16384", tick.group(1));
            assertEquals(8, tick.group(2).length());
        }

        @Test
        void patternsMaySpanLinesAndEndWhereNothingMoreComes(Esp32 esp32) {
            esp32.awaitConsole("tick 1:.*\\R(?:tick.*\\R)+CPU clock .* MHz\\R", SECOND);
            esp32.awaitConsole("hello: (.*)", SECOND);
        }

        @Test
        void theButtonResets(Esp32 esp32) {
            esp32.awaitConsole("hello: done", SECOND);
            esp32.reset();
            esp32.awaitConsole("hello: done", SECOND);
        }
    }

    @Test
    void testsOfAClassSucceed() {
        allSucceed(FromPowerOn.class, 4);
    }

    @Esp32Test(firmware = "sample:hello", startAt = "Hello from")
    static final class Sweep {
        @ParameterizedTest
        @CsvSource({"0, 0", "2M, 2048", "4M, 4096"})
        void findsItsSpiRam(String size, int kibibytes, Esp32 esp32) {
            esp32.with(settings -> settings.withPsram(size)).awaitConsole("SPIRAM " + kibibytes + " KiB", SECOND);
        }

        @Test
        void changesComeFirst(Esp32 esp32) {
            esp32.run(Duration.ofMillis(1));
            assertEquals("the board is switched on already: call with() before anything else",
                    assertThrows(IllegalStateException.class, () -> esp32.with(settings -> settings.withSeed(1))).getMessage());
        }
    }

    @Test
    void settingsCanBeSwept() {
        allSucceed(Sweep.class, 4);
    }

    @Esp32Test(firmware = "sample:hello", startAt = "Hello from")
    @Execution(ExecutionMode.CONCURRENT)
    static final class Parallel {
        @RepeatedTest(16)
        void doesTheSame(Esp32 esp32) {
            esp32.run(Duration.ofMillis(20));
            throw new AssertionError(esp32.machine().memoryHash());
        }
    }

    @Test
    void testsInParallelDoTheSame() {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter").selectors(selectClass(Parallel.class))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4").execute();
        List<String> ends = failures(results).stream().map(Throwable::getMessage).toList();
        assertEquals(16, ends.size());
        assertEquals(1, ends.stream().distinct().count(), ends::toString);
    }

    // ---- failures ------------------------------------------------------------------------------------------------------

    @Esp32Test(firmware = "sample:hello")
    static final class FailsAnAssertion {
        @Test
        void wrongly(Esp32 esp32) {
            esp32.awaitConsole("tick 1", SECOND);
            assertEquals(4, 2 + 3, "sum");
        }
    }

    @Test
    void aFailedAssertionTellsWhatTheConsoleShowed() {
        EngineExecutionResults results = results(FailsAnAssertion.class);
        AssertionFailedError failure = assertInstanceOf(AssertionFailedError.class, failures(results).getFirst());
        assertTrue(failure.getMessage().startsWith("sum ==> expected: <4> but was: <5>" + System.lineSeparator()
                + "The console of the ESP32 after 0."), failure.getMessage());
        assertTrue(failure.getMessage().endsWith("| pattern test passed" + System.lineSeparator() + "| tick 1"), failure.getMessage());
        assertEquals(4, failure.getExpected().getEphemeralValue());
        assertEquals(FailsAnAssertion.class.getName(), firstOfOurs(failure));
        String console = reports(results).getFirst();
        assertTrue(console.startsWith("ets Jul 29 2019") && console.endsWith("tick 1"), console);
    }

    private static String firstOfOurs(Throwable failure) {
        return List.of(failure.getStackTrace()).stream().map(StackTraceElement::getClassName)
                .filter(name -> name.startsWith("dev.crema")).findFirst().orElseThrow();
    }

    @Esp32Test(firmware = "sample:hello")
    static final class WaitsInVain {
        @Test
        void forMore(Esp32 esp32) {
            esp32.awaitConsole("tick 99", Duration.ofMillis(1_500));
        }
    }

    @Test
    void whatDoesNotComeIsNamed() {
        String message = failure(WaitsInVain.class).getMessage();
        assertTrue(message.startsWith("/tick 99/ did not come on the console within 1.500 s of guest time" + System.lineSeparator()),
                message);
        assertTrue(message.endsWith("| hello: done"), message);
    }

    @Esp32Test(firmware = "sample:hello")
    static final class ThrowsSomethingElse {
        @Test
        void atItsEnd(Esp32 esp32) throws IOException {
            esp32.awaitConsole("hello: done", SECOND);
            throw new IOException("line is cut");
        }
    }

    @Test
    void anotherExceptionStaysWhatItIs() {
        IOException failure = assertInstanceOf(IOException.class, failure(ThrowsSomethingElse.class));
        assertTrue(failure.getSuppressed()[0].getMessage().endsWith("| hello: done"), failure.getSuppressed()[0].getMessage());
    }

    @Esp32Test(firmware = "sample:hello")
    static final class GivesUp {
        @Test
        void halfWay(Esp32 esp32) {
            esp32.awaitConsole("Hello", SECOND);
            throw new TestAbortedException("not today");
        }
    }

    @Test
    void anAbortedTestHasNothingToReport() {
        EngineExecutionResults results = results(GivesUp.class);
        results.testEvents().assertStatistics(tests -> tests.aborted(1).failed(0));
        assertEquals(List.of(), reports(results));
    }

    // ---- what cannot be used -------------------------------------------------------------------------------------------

    @Esp32Test(firmware = "sample:hello", startAt = "Hello, world", startWithin = 2)
    static final class NeverStarts {
        @Test
        void one(Esp32 esp32) {
            esp32.run(SECOND);
        }

        @Test
        void another(Esp32 esp32) {
            esp32.run(SECOND);
        }
    }

    @Test
    void aStartThatNeverComesFailsEveryTest() {
        List<Throwable> failures = failures(results(NeverStarts.class));
        assertEquals(2, failures.size());
        for (Throwable failure : failures) {
            assertTrue(failure.getMessage().startsWith("The firmware did not come to startAt: /Hello, world/ did not come on the "
                    + "console within 2.000 s of guest time"), failure.getMessage());
            assertTrue(failure.getMessage().endsWith("| hello: done"), failure.getMessage());
        }
        assertFalse(failures.get(0) == failures.get(1));
    }

    @Esp32Test(firmware = "build/none.elf")
    static final class NoFirmware {
        @Test
        void runs(Esp32 esp32) {
            esp32.run(SECOND);
        }
    }

    @Esp32Test(firmware = "sample:tee")
    static final class NoSample {
        @Test
        void runs(Esp32 esp32) {
            esp32.run(SECOND);
        }
    }

    @Test
    void missingFirmwareIsNamed() {
        assertInstanceOf(FirmwareException.class, failure(NoFirmware.class));
        assertEquals("There is no file build/none.elf; check the path.", failure(NoFirmware.class).getMessage());
        assertEquals("There is no sample \"tee\"; take one of hello, endpoint, endpoint-accelerated.",
                failure(NoSample.class).getMessage());
    }

    @Esp32Test(firmware = "sample:hello", psram = "3M")
    static final class OddSize {
        @Test
        void runs(Esp32 esp32) {
            esp32.run(SECOND);
        }
    }

    @Test
    void badSettingsAreNamedOnceForTheClass() {
        assertEquals("@Esp32Test of OddSize: '3M' is none of 0, 2M, 4M, 8M", failure(OddSize.class).getMessage());
    }

    @Esp32Test(firmware = "sample:hello")
    static final class InConstructor {
        InConstructor(Esp32 esp32) {
            esp32.run(SECOND);
        }

        @Test
        void runs() {
        }
    }

    @Test
    void aBoardBelongsToOneTest() {
        String message = failure(InConstructor.class).getMessage();
        assertTrue(message.contains("An Esp32 belongs to one test"), message);
    }

    @Esp32Test(firmware = "sample:hello")
    static final class UnmappedPort {
        @Test
        void runs(Esp32 esp32) {
            esp32.mappedTcpPort(80);
        }
    }

    @Test
    void anUnmappedPortIsNamed() {
        assertEquals("TCP port 80 of the guest is not mapped: name it in tcpPorts of @Esp32Test, or use Esp32.with",
                failure(UnmappedPort.class).getMessage());
    }
}
