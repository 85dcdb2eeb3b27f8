package dev.crema.net;

import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.time.Clock;
import dev.crema.net.air.Air;
import dev.crema.net.air.Station;
import dev.crema.net.ethernet.Ether;
import dev.crema.net.ethernet.Network;
import dev.crema.net.ethernet.NetworkException;
import dev.crema.net.usernet.UserNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a machine finds around it: an air, and a network behind the access points and stations in it.
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
    private final Network behindAccessPoints;
    private final Function<Station, Network> behindStations;
    private final List<AutoCloseable> resources = new ArrayList<>();
    private Optional<Ether> ether = Optional.empty();

    /** A user-mode network behind everything. */
    public Surroundings(Air air, UserNetwork network) {
        this(air, network, station -> network.station(station.address()));
        closeAtEnd(network);
    }

    /**
     * Any networks. They are not closed with the surroundings unless {@linkplain #closeAtEnd they are to be}.
     *
     * @param behindStations what is behind each station that joins the machine's own network
     */
    public Surroundings(Air air, Network behindAccessPoints, Function<Station, Network> behindStations) {
        this.air = air;
        this.behindAccessPoints = behindAccessPoints;
        this.behindStations = behindStations;
    }

    /** The air, for the machine's options. */
    public Air air() {
        return air;
    }

    /** Has the machine share its air with those of others; before it is {@linkplain #receive received}. */
    public Surroundings sharing(Ether others) {
        ether = Optional.of(others);
        return this;
    }

    /** Has something closed with the surroundings, the last one first. */
    public void closeAtEnd(AutoCloseable resource) {
        resources.addFirst(resource);
    }

    /** Lets in the machine that was built with this air; called once, before it runs. */
    public void receive(Machine machine) {
        Network.Host host = new Host(machine);
        air.distribution().plug(behindAccessPoints, host);
        ether.ifPresent(others -> air.share(others, host));
        air.stations().forEach(station -> station.plug(behindStations.apply(station), host));
    }

    @Override
    public void close() {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (NetworkException e) {
                throw e;
            } catch (Exception e) {
                throw new NetworkException("The network cannot be closed: %s.", e.getMessage());
            }
        }
        resources.clear();
    }

    /** The machine as networks see it. */
    private record Host(Machine machine) implements Network.Host {
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
    }
}
