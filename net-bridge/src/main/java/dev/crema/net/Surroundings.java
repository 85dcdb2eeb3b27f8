package dev.crema.net;

import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.time.Clock;
import dev.crema.net.air.Air;
import dev.crema.net.ethernet.Network;

/**
 * What a machine finds around it: an air, and a network behind the access points in it.
 *
 * <pre>{@code
 * try (Surroundings surroundings = new Surroundings(new Air(settings), UserNetwork.open(options))) {
 *     Machine machine = Machine.of(image, board, MachineOptions.DEFAULT.withAir(surroundings.air()));
 *     surroundings.receive(machine);
 *     machine.run(...);
 * }
 * }</pre>
 */
public final class Surroundings implements AutoCloseable {
    private final Air air;
    private final Network network;

    /** Both are for one machine only; the network is closed with the surroundings. */
    public Surroundings(Air air, Network network) {
        this.air = air;
        this.network = network;
    }

    /** The air, for the machine's options. */
    public Air air() {
        return air;
    }

    /** Lets in the machine that was built with this air; called once, before it runs. */
    public void receive(Machine machine) {
        air.distribution().plug(network, new Network.Host() {
            @Override
            public Clock clock() {
                return machine.clock();
            }

            @Override
            public void post(Runnable action) {
                machine.post(action);
            }

            @Override
            public void followHostTime(boolean follow) {
                machine.followHostTime(follow);
            }
        });
    }

    @Override
    public void close() {
        network.close();
    }
}
