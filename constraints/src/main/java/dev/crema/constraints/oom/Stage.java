package dev.crema.constraints.oom;

import dev.crema.emulator.chip.Board;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineOptions;
import dev.crema.firmware.FlashImage;
import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.air.AirSettings;
import dev.crema.net.ethernet.Network;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Machines that are all alike, but for what is behind the access points of their air.
 *
 * @param image what is in flash
 * @param board that it is for
 * @param options of each machine; the air in them does not count
 * @param air settings of each machine's own air, given a way to its data RAM, where passwords are
 */
public record Stage(FlashImage image, Board board, MachineOptions options, Function<Supplier<byte[]>, AirSettings> air) {
    /** Powers a machine up. */
    Machine machine(Network behind) {
        AtomicReference<Machine> built = new AtomicReference<>();
        Air around = new Air(air.apply(() -> built.get().dataRam()));
        Machine machine = Machine.of(image, board, options.withAir(around));
        receive(machine, around, behind, built);
        return machine;
    }

    /** Forks a machine of this stage, between two runs. */
    Machine fork(Machine parent, Network behind) {
        AtomicReference<Machine> built = new AtomicReference<>();
        Air around = new Air(air.apply(() -> built.get().dataRam()));
        return parent.fork(around, fork -> receive(fork, around, behind, built));
    }

    private static void receive(Machine machine, Air around, Network behind, AtomicReference<Machine> built) {
        built.set(machine);
        new Surroundings(around, behind, station -> behind).receive(machine);
    }
}
