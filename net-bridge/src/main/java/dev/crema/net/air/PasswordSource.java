package dev.crema.net.air;

import dev.crema.net.air.frame.Ssid;
import java.util.List;

/** Knows which passwords a firmware may use: the air cannot tell, for a password is never sent. */
@FunctionalInterface
public interface PasswordSource {
    /** Knows none: all networks are open. */
    PasswordSource NONE = ssid -> List.of();

    /**
     * The passwords that a firmware may have for a network, likeliest first; if there are none, the network is taken to be open.
     * Asked on the machine's thread: when the firmware asks for the network, and when it has used a password.
     */
    List<String> candidates(Ssid ssid);
}
