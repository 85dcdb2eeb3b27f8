package dev.crema.constraints.junit;

import dev.crema.firmware.FirmwareException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Gives tests their boards, and failures the console. All it knows lies in the stores of JUnit. */
final class Esp32Extension implements BeforeAllCallback, ParameterResolver, AfterTestExecutionCallback,
        TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(Esp32Extension.class);

    /** A nested class has the boards of the one around it, unless it has an annotation of its own. */
    @Override
    public void beforeAll(ExtensionContext context) {
        Class<?> tests = context.getRequiredTestClass();
        AnnotationSupport.findAnnotation(tests, Esp32Test.class)
                .ifPresent(annotation -> context.getStore(NAMESPACE).put(Starts.class, new Starts(settings(tests, annotation))));
    }

    private static Esp32Settings settings(Class<?> tests, Esp32Test annotation) {
        try {
            return Esp32Settings.of(annotation);
        } catch (IllegalArgumentException | FirmwareException e) {
            throw new ExtensionConfigurationException("@Esp32Test of %s: %s".formatted(tests.getSimpleName(), e.getMessage()), e);
        }
    }

    // ---- boards --------------------------------------------------------------------------------------------------------

    /** The boards of a test. */
    private record Boards(List<Esp32> all) implements AutoCloseable {
        @Override
        public void close() {
            all.forEach(Esp32::close);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Esp32.class;
    }

    /** The first board of a test is the same one in its method and in those before and after it, and so on. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException("An Esp32 belongs to one test: take it as a parameter of test methods, @BeforeEach "
                    + "and @AfterEach, not of constructors, @BeforeAll and @AfterAll");
        }
        int number = (int) Arrays.stream(parameter.getDeclaringExecutable().getParameterTypes()).limit(parameter.getIndex())
                .filter(Esp32.class::equals).count();
        List<Esp32> boards = context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(Boards.class, none -> new Boards(new ArrayList<>()), Boards.class).all();
        while (boards.size() <= number) {
            boards.add(new Esp32(context.getStore(NAMESPACE).get(Starts.class, Starts.class)));
        }
        return boards.get(number);
    }

    private static List<Transcript> transcripts(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(Boards.class, Boards.class)).map(Boards::all).orElse(List.of())
                .stream().flatMap(esp32 -> esp32.transcript().stream()).toList();
    }

    // ---- failures ------------------------------------------------------------------------------------------------------

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().filter(failure -> !(failure instanceof TestAbortedException)).isPresent()) {
            List<Transcript> transcripts = transcripts(context);
            for (int i = 0; i < transcripts.size(); i++) {
                String name = transcripts.size() == 1 ? "console" : "console " + (i + 1);
                context.publishReportEntry(Map.of(name, transcripts.get(i).whole()));
            }
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withConsole(context, failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withConsole(context, failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withConsole(context, failure);
    }

    /** A failed assertion has the console at the end of its message, any other exception among those it suppressed. */
    private static Throwable withConsole(ExtensionContext context, Throwable failure) {
        if (failure instanceof TestAbortedException || failure instanceof StartFailure) {
            return failure;
        }
        Throwable told = failure;
        for (Transcript transcript : transcripts(context)) {
            told = withConsole(told, transcript);
        }
        return told;
    }

    private static Throwable withConsole(Throwable failure, Transcript transcript) {
        switch (failure) {
            case AssertionFailedError assertion when assertion.isExpectedDefined() && assertion.isActualDefined() -> {
                return copy(new AssertionFailedError(transcript.tailAfter(assertion.getMessage()), assertion.getExpected(),
                        assertion.getActual(), assertion.getCause()), assertion);
            }
            case AssertionError assertion -> {
                return copy(new AssertionFailedError(transcript.tailAfter(String.valueOf(assertion.getMessage())),
                        assertion.getCause()), assertion);
            }
            default -> {
                failure.addSuppressed(new ConsoleAtFailure(transcript.tailAfter("What the board had done:")));
                return failure;
            }
        }
    }

    private static AssertionFailedError copy(AssertionFailedError copy, AssertionError original) {
        copy.setStackTrace(original.getStackTrace());
        for (Throwable suppressed : original.getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        return copy;
    }
}
