package dev.crema.net.usernet;

import dev.crema.net.usernet.packet.Ipv4Address;

/**
 * The addresses of a user-mode network: 256 of them, with the roles that QEMU gives them.
 *
 * @param base the first, whose last byte is 0
 */
public record Subnet(Ipv4Address base) {
    /** 10.0.2.0/24, as in QEMU. */
    public static final Subnet DEFAULT = new Subnet(Ipv4Address.of(10, 0, 2, 0));

    /** Of every address of the network, these bits are equal. */
    public static final Ipv4Address MASK = Ipv4Address.of(255, 255, 255, 0);

    private static final int GATEWAY = 2;
    private static final int NAME_SERVER = 3;
    private static final int FIRST_LEASE = 15;
    private static final int LAST_LEASE = 254;

    /** The way out; also stands for the host itself. */
    public Ipv4Address gateway() {
        return base.plus(GATEWAY);
    }

    /** Resolves names. */
    public Ipv4Address nameServer() {
        return base.plus(NAME_SERVER);
    }

    /** What the first guest gets. */
    public Ipv4Address firstLease() {
        return base.plus(FIRST_LEASE);
    }

    /** The last address that can be given to a guest. */
    public Ipv4Address lastLease() {
        return base.plus(LAST_LEASE);
    }

    /** Everybody on the network. */
    public Ipv4Address broadcast() {
        return new Ipv4Address(base.bits() | ~MASK.bits());
    }

    /** Whether an address lies in the network. */
    public boolean contains(Ipv4Address address) {
        return (address.bits() & MASK.bits()) == base.bits();
    }

    /** Whether it is the gateway's or the name server's address. */
    boolean isOurs(Ipv4Address address) {
        return address.equals(gateway()) || address.equals(nameServer());
    }
}
