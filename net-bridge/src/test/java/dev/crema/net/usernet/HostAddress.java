package dev.crema.net.usernet;

import dev.crema.net.usernet.packet.Ipv4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** An address of this computer on some network. */
final class HostAddress {
    private HostAddress() {
    }

    /** Any that is not loopback; the test is skipped if there is none. */
    static Ipv4Address any() {
        try {
            Optional<Ipv4Address> address = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .flatMap(candidate -> Ipv4Address.of(candidate).stream())
                    .filter(candidate -> candidate.isUnicast() && !candidate.isLoopback()).findFirst();
            Assumptions.assumeTrue(address.isPresent(), "this computer has no address on a network");
            return address.get();
        } catch (SocketException e) {
            return Assumptions.abort("the addresses of this computer are not known: " + e.getMessage());
        }
    }
}
