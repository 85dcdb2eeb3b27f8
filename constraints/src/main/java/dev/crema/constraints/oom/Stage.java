package dev.crema.constraints.oom;

import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.Template;
import dev.crema.net.Surroundings;
import dev.crema.net.air.Air;
import dev.crema.net.air.AirSettings;
import dev.crema.net.ethernet.Network;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Machines that are all alike, but for what is behind the access points of their air.
 *
 * @param template of each machine; the air in it does not count
 * @param air settings of each machine's own air, given a way to its data RAM, where passwords are
 */
public record Stage(Template template, Function<Supplier<byte[]>, AirSettings> air) {
    /** Powers a machine up. */
    Machine machine(Network behind) {
        return made(behind, (around, receive) -> {
            Machine machine = Machine.of(template.with(around));
            receive.accept(machine);
            return machine;
        });
    }

    /** Forks a machine of this stage, between two runs. */
    Machine fork(Machine parent, Network behind) {
        return made(behind, parent::fork);
    }

    private Machine made(Network behind, BiFunction<Air, Consumer<Machine>, Machine> maker) {
        AtomicReference<Machine> built = new AtomicReference<>();
        Air around = new Air(air.apply(() -> built.get().dataRam()));
        return maker.apply(around, machine -> {
            built.set(machine);
            new Surroundings(around, behind, station -> behind).receive(machine);
        });
    }
}
