package dev.crema.net.ethernet;

import dev.crema.emulator.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One LAN for several machines, each on its own thread, in this process and in others. While there are at least two members, or
 * what is behind the switch wants it, the time of all machines keeps to the host's, so that they live at the same time.
 */
public final class Switch implements Network {
    /** Frames that may wait for a machine's thread; more are lost, as at the port of a real switch. */
    private static final int MOST_WAITING = 512;

    /** Guards itself and all the fields of this class: frames come on the threads of all members. */
    private final LearningBridge bridge = new LearningBridge();
    private final List<Member> members = new ArrayList<>();
    private final Optional<Network> uplink;
    private final Optional<Trunk> trunk;
    private int links;

    /** A machine at the switch. */
    private static final class Member implements Host {
        private final Host machine;
        private final AtomicInteger waiting = new AtomicInteger();
        private boolean wanted;
        private boolean company;

        Member(Host machine) {
            this.machine = machine;
        }

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
            wanted = follow;
            machine.followHostTime(wanted || company);
        }

        /** Whether there are others. */
        void company(boolean others) {
            machine.post(() -> {
                company = others;
                machine.followHostTime(wanted || company);
            });
        }

        /** Hands a frame over, on the machine's thread. */
        void deliver(EthernetPort guests, byte[] frame) {
            if (waiting.get() < MOST_WAITING) {
                waiting.incrementAndGet();
                machine.post(() -> {
                    waiting.decrementAndGet();
                    guests.send(frame);
                });
            }
        }
    }

    private Switch(Optional<Network> uplink, Optional<Meeting> meeting) {
        this.uplink = uplink;
        trunk = meeting.map(place -> new Trunk(place, this));
        trunk.ifPresent(Trunk::start);
    }

    /**
     * A switch for the machines of this process.
     *
     * @param uplink what else is on the LAN, such as a user-mode network; lives on the first machine's thread
     */
    public static Switch inThisProcess(Optional<Network> uplink) {
        return new Switch(uplink, Optional.empty());
    }

    /**
     * A switch that is joined with those of other processes which name the same place.
     *
     * @param place the path of a Unix domain socket, or HOST:PORT
     * @param uplink what else is on the LAN; used only by the process that was there first, for one is enough
     * @throws NetworkException if the processes cannot meet there
     */
    public static Switch joined(String place, Optional<Network> uplink) {
        return new Switch(uplink, Optional.of(new Meeting(place)));
    }

    @Override
    public EthernetPort plug(EthernetPort guests, Host host) {
        Member member = new Member(host);
        synchronized (bridge) {
            boolean first = members.isEmpty();
            EthernetPort port = locked(bridge.add(frame -> member.deliver(guests, frame)));
            members.add(member);
            if (first && trunk.map(Trunk::isFirst).orElse(true)) {
                uplink.ifPresent(network -> plugUplink(network, member));
            }
            announceCompany();
            return port;
        }
    }

    private void plugUplink(Network network, Member member) {
        EthernetPort[] fromUplink = new EthernetPort[1];
        EthernetPort toUplink = network.plug(frame -> fromUplink[0].send(frame), member);
        fromUplink[0] = locked(bridge.add(frame -> member.deliver(toUplink, frame)));
    }

    private EthernetPort locked(EthernetPort port) {
        return frame -> {
            synchronized (bridge) {
                port.send(frame);
            }
        };
    }

    /** Carries the frames of another process until it goes. */
    void carry(Link link) {
        LearningBridge.Port port;
        synchronized (bridge) {
            port = bridge.add(link);
            links++;
            announceCompany();
        }
        link.run(locked(port));
        synchronized (bridge) {
            port.remove();
            links--;
            announceCompany();
        }
    }

    private void announceCompany() {
        boolean company = members.size() + links > 1;
        members.forEach(member -> member.company(company));
    }

    @Override
    public void close() {
        trunk.ifPresent(Trunk::close);
        uplink.ifPresent(Network::close);
    }
}
