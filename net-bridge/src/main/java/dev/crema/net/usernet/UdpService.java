package dev.crema.net.usernet;

import dev.crema.net.usernet.packet.Endpoint;

/** Answers datagrams at a port, or carries them on. */
@FunctionalInterface
interface UdpService {
    /**
     * Takes a datagram from a guest.
     *
     * @param from the guest
     * @param to whom the guest meant
     */
    void receive(Endpoint from, Endpoint to, byte[] payload);
}
