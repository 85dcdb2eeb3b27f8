package dev.crema.cli.run;

import dev.crema.cli.monitor.Screen;
import dev.crema.constraints.oom.Stage;
import dev.crema.emulator.chip.Board;
import dev.crema.emulator.device.RadioMedium;
import dev.crema.emulator.machine.Engine;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.emulator.machine.Speed;
import dev.crema.emulator.machine.Template;
import dev.crema.emulator.rom.RomDump;
import dev.crema.firmware.FlashImage;
import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.air.MemoryPasswords;
import dev.crema.net.usernet.UserNetwork;
import dev.crema.net.usernet.UserNetworkOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The chip, its firmware and what is around it, for commands that boot an image to talk to it on its own network. */
public final class GuestOptions {
    @Mixin
    private FirmwareParts parts;

    @Mixin
    private BoardOptions boardOptions;

    @Mixin
    private RomOptions romOptions;

    @Mixin
    private AirOptions airOptions;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0",
            description = "Seed of everything random on the chip and in the air (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--engine", paramLabel = "ENGINE", defaultValue = "auto",
            description = "interp, jit or auto, as with crema run (default: ${DEFAULT-VALUE}).")
    private Engine engine;

    /** A machine with power on, and the network it is plugged into. */
    public record Guest(Machine machine, UserNetwork network, Surroundings surroundings) implements AutoCloseable {
        @Override
        public void close() {
            surroundings.close();
        }
    }

    /**
     * What machines are made of, any number of them and all alike.
     *
     * @param images what is flashed: files or OFFSET=FILE
     * @param screen is told what is remarkable about them
     */
    public Stage stage(List<String> images, Screen screen) {
        FlashImage image = parts.read(images, Optional.empty());
        image.remarks().forEach(screen::notice);
        Board board = boardOptions.board(image.size());
        return new Stage(Template.of(image, board,
                new MachineOptions(seed, Speed.MAX, romOptions.dump(board).map(RomDump::read), RadioMedium.EMPTY, engine,
                        MachineOptions.JIT_CACHE)),
                ram -> airOptions.settings(seed, new MemoryPasswords(ram)));
    }

    /**
     * Powers a machine up.
     *
     * @param images what is flashed: files or OFFSET=FILE
     * @param screen shows its console, and what happens around it
     */
    public Guest open(List<String> images, Screen screen) {
        FlashImage image = parts.read(images, Optional.empty());
        image.remarks().forEach(screen::notice);
        Board board = boardOptions.board(image.size());
        AtomicReference<Machine> built = new AtomicReference<>();
        Air air = new Air(airOptions.settings(seed, new MemoryPasswords(() -> built.get().dataRam())));
        air.onEvent(event -> screen.remark("wifi: " + event.line()));
        UserNetwork network = UserNetwork.open(UserNetworkOptions.DEFAULT.withListener(event -> screen.remark(event.line())));
        Surroundings surroundings = new Surroundings(air, network);
        try {
            Machine machine = Machine.of(image, board,
                    new MachineOptions(seed, Speed.MAX, romOptions.dump(board).map(RomDump::read), air, engine, MachineOptions.JIT_CACHE));
            built.set(machine);
            surroundings.receive(machine);
            machine.console().onOutput(screen::print);
            return new Guest(machine, network, surroundings);
        } catch (RuntimeException failure) {
            surroundings.close();
            throw failure;
        }
    }
}
