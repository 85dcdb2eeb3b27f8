package dev.crema.cli;

import dev.crema.cli.bench.BenchCommand;
import dev.crema.cli.dial.DialCommand;
import dev.crema.cli.image.ImageCommand;
import dev.crema.cli.oom.OomCommand;
import dev.crema.cli.run.DemoCommand;
import dev.crema.cli.run.RunCommand;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code crema} command. */
@Command(
        name = "crema",
        description = "Runs unmodified ESP32 firmware on an emulated ESP32.",
        mixinStandardHelpOptions = true,
        versionProvider = Crema.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Crema {
    private static final int HELP_WIDTH = 110;
    private static final List<Class<?>> COMMANDS = List.of(RunCommand.class, DemoCommand.class, DialCommand.class,
            OomCommand.class, BenchCommand.class, ImageCommand.class);

    private Crema() {
    }

    /** Runs the command and ends the process with one of {@link ExitCode}. */
    public static void main(String[] arguments) {
        int code;
        try {
            code = commandLine(named(arguments)).execute(arguments);
        } catch (StackOverflowError | OutOfMemoryError exhausted) {
            System.err.println("crema: The host's memory is exhausted: " + ErrorReporter.describe(exhausted) + ".");
            code = ExitCode.DEFECT;
        }
        System.exit(code);
    }

    /** The command that is named, or all: picocli takes longer to look at what each can do than the JVM takes to start. */
    private static List<Class<?>> named(String[] arguments) {
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> arguments.length > 0 && command.getAnnotation(Command.class).name().equals(arguments[0]))
                .toList();
        return named.isEmpty() ? COMMANDS : named;
    }

    static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        ErrorReporter errors = new ErrorReporter();
        CommandLine crema = new CommandLine(new Crema());
        commands.forEach(crema::addSubcommand);
        return crema
                .setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"crema " + Optional.ofNullable(Crema.class.getPackage().getImplementationVersion())
                    .orElse("of a development build")};
        }
    }
}
