package dev.crema.net.ethernet;

import dev.crema.emulator.time.Clock;

/** What lies behind an access point: a user-mode network, a TAP device, a switch. */
public interface Network extends AutoCloseable {
    /**
     * Plugs a cable in; called once for each access point or station of a machine, before the machine runs.
     *
     * @param guests takes the frames that go towards the machine, on the machine's thread
     * @param host how the network reaches that thread, and its virtual time
     * @return takes the frames that come from the machine
     */
    EthernetPort plug(EthernetPort guests, Host host);

    /** Lets go of sockets and devices. */
    @Override
    void close();

    /** The machine at the other end of the cable, as far as a network needs it. */
    interface Host {
        /** Virtual time, to arm events on; used on the machine's thread only. */
        Clock clock();

        /** Runs something on the machine's thread, soon; from any thread. */
        void post(Runnable action);

        /** Guest time keeps to host time while this is so; on the machine's thread. */
        void followHostTime(boolean follow);
    }
}
