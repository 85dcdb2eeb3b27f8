package dev.crema.net.usernet;

import dev.crema.net.ethernet.Network;

/** Counts who outside the machine waits for it, or is waited for: while there is somebody, guest time keeps to host time. */
final class HostPeers {
    private final Network.Host host;
    private int count;

    HostPeers(Network.Host host) {
        this.host = host;
    }

    /** Somebody more. */
    void join() {
        if (count++ == 0) {
            host.followHostTime(true);
        }
    }

    /** Somebody less. */
    void leave() {
        if (--count == 0) {
            host.followHostTime(false);
        }
    }
}
