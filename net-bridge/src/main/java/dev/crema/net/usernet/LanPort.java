package dev.crema.net.usernet;

import dev.crema.net.usernet.packet.Endpoint;

/** A UDP port of the network itself, on the guests' LAN: to the guest it is a port of the gateway, and no socket stands for it. */
public final class LanPort implements AutoCloseable {
    private final LanPorts ports;
    private final int number;
    private final Receiver receiver;

    /** Takes what guests send to a port, on the machine's thread. */
    @FunctionalInterface
    public interface Receiver {
        /** A datagram came from a guest. */
        void receive(Endpoint guest, byte[] payload);
    }

    LanPort(LanPorts ports, int number, Receiver receiver) {
        this.ports = ports;
        this.number = number;
        this.receiver = receiver;
    }

    /** Its number, 1 to 65535. */
    public int number() {
        return number;
    }

    /** Sends a datagram to a guest; on the machine's thread. Nothing comes from a closed port. */
    public void send(Endpoint guest, byte[] payload) {
        ports.send(this, guest, payload);
    }

    void receive(Endpoint guest, byte[] payload) {
        receiver.receive(guest, payload);
    }

    /** Closes the port; from any thread. */
    @Override
    public void close() {
        ports.close(this);
    }
}
