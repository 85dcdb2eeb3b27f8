package dev.crema.net.ethernet;

import dev.crema.emulator.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One LAN and one ether for several machines, in this process and in others. Machines on threads of their own live at the same
 * time: while there are at least two, or what is behind the switch wants it, the time of all of them keeps to the host's.
 */
public final class Switch implements Network, Ether {
    /** Guards itself and all the fields of this class: frames come on the threads of all members. */
    private final LearningBridge bridge = new LearningBridge();
    private final List<Member> members = new ArrayList<>();
    private final List<Consumer<byte[]>> ears = new ArrayList<>();
    private final Optional<Network> uplink;
    private final Optional<Trunk> trunk;
    private final boolean inTurns;
    private int links;

    /** A machine at the switch. */
    private static final class Member implements Host {
        private final Host machine;
        private final Inbox inbox;
        private boolean wanted;
        private boolean company;

        Member(Host machine) {
            this.machine = machine;
            inbox = new Inbox(machine);
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
            inbox.deliver(() -> guests.send(frame));
        }
    }

    private Switch(Optional<Network> uplink, Optional<Meeting> meeting, boolean inTurns) {
        this.uplink = uplink;
        this.inTurns = inTurns;
        trunk = meeting.map(place -> new Trunk(place, this));
        trunk.ifPresent(Trunk::start);
    }

    /**
     * A switch for machines of this process, each on its own thread.
     *
     * @param uplink what else is on the LAN, such as a user-mode network; lives on the first machine's thread
     */
    public static Switch inThisProcess(Optional<Network> uplink) {
        return new Switch(uplink, Optional.empty(), false);
    }

    /**
     * A switch for machines of one thread, which take turns: as long as nobody outside has a part in it, equal runs are equal.
     *
     * @param uplink what else is on the LAN, such as a user-mode network
     */
    public static Switch inTurns(Optional<Network> uplink) {
        return new Switch(uplink, Optional.empty(), true);
    }

    /**
     * A switch that is joined with those of other processes which name the same place.
     *
     * @param place the path of a Unix domain socket, or HOST:PORT
     * @param uplink what else is on the LAN; used only by the process that was there first, for one is enough
     * @throws NetworkException if the processes cannot meet there
     */
    public static Switch joined(String place, Optional<Network> uplink) {
        return new Switch(uplink, Optional.of(new Meeting(place)), false);
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

    /** A port that any thread may use, and that no guest can send envelopes to. */
    private EthernetPort locked(EthernetPort port) {
        return frame -> {
            if (!RadioEnvelope.is(frame)) {
                synchronized (bridge) {
                    port.send(frame);
                }
            }
        };
    }

    @Override
    public Consumer<byte[]> join(Consumer<byte[]> ear, Host host) {
        Inbox inbox = new Inbox(host);
        Consumer<byte[]> deliverer = message -> inbox.deliver(() -> ear.accept(message));
        synchronized (bridge) {
            ears.add(deliverer);
        }
        return message -> tell(message, deliverer);
    }

    private void tell(byte[] message, Consumer<byte[]> from) {
        synchronized (bridge) {
            for (Consumer<byte[]> ear : ears) {
                if (ear != from) {
                    ear.accept(message);
                }
            }
        }
    }

    /** Carries the frames of another process until it goes. */
    void carry(Link link) {
        Consumer<byte[]> ear = message -> link.send(RadioEnvelope.wrap(message));
        LearningBridge.Port port;
        synchronized (bridge) {
            port = bridge.add(link);
            ears.add(ear);
            links++;
            announceCompany();
        }
        EthernetPort toBridge = locked(port);
        link.run(frame -> RadioEnvelope.open(frame).ifPresentOrElse(message -> tell(message, ear), () -> toBridge.send(frame)));
        synchronized (bridge) {
            port.remove();
            ears.remove(ear);
            links--;
            announceCompany();
        }
    }

    private void announceCompany() {
        boolean company = !inTurns && members.size() + links > 1;
        members.forEach(member -> member.company(company));
    }

    @Override
    public void close() {
        trunk.ifPresent(Trunk::close);
        uplink.ifPresent(Network::close);
    }
}
