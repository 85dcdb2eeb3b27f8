package dev.crema.cli.run;

import dev.crema.cli.ExitCode;
import dev.crema.cli.monitor.Screen;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.firmware.FlashImage;
import dev.crema.firmware.samples.Samples;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code crema demo}. */
@Command(
        name = "demo",
        description = "Boots the sample firmware that comes with Crema and shows its console.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final Ending ENDING =
            new Ending(Optional.of(Duration.ofMinutes(1)), ExitCode.GUEST_FAILED, Optional.of("hello: done"), List.of());

    @Override
    public Integer call() {
        FlashImage image = Samples.hello();
        Machine machine = Machine.of(image, Board.WROVER.withFlashSize(image.size()), MachineOptions.DEFAULT);
        Screen screen = new Screen(new FileOutputStream(FileDescriptor.out), System.err, false, line -> List.of());
        Statistics statistics = new Statistics(machine, Optional.empty());
        return Runner.run(machine, ENDING, Operator.NOBODY, screen, Progress.NONE, () -> statistics.report().forEach(System.err::println));
    }
}
