package dev.crema.cli.run;

import dev.crema.cli.monitor.Screen;
import dev.crema.constraints.eventfd.DescriptorWatch;
import dev.crema.constraints.probe.FunctionProbes;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What is said of eventfds, files and sockets that the firmware does not get, and how many eventfds there are. */
final class DescriptorOptions {
    private static final int MOST = 63;

    @Option(names = "--eventfd-limit", paramLabel = "N", converter = Limit.class,
            description = "Let there be at most so many eventfds at once, 0 to 63, whatever max_fds the firmware registers.")
    private Optional<Integer> limit = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Watches from now on. */
    void watch(FunctionProbes probes, Screen screen) {
        try {
            DescriptorWatch.of(probes, limit.map(OptionalInt::of).orElse(OptionalInt.empty()), screen::remark);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--eventfd-limit: " + e.getMessage());
        }
    }

    /** Reads a number of descriptors. */
    static final class Limit implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) > MOST) {
                throw new TypeConversionException("'" + text + "' is not a number from 0 to " + MOST);
            }
            return Integer.parseInt(text);
        }
    }
}
