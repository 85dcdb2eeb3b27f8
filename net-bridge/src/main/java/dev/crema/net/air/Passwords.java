package dev.crema.net.air;

import dev.crema.net.air.frame.Ssid;
import dev.crema.net.air.security.PairwiseMasterKey;
import java.util.List;
import java.util.function.Supplier;

/** The key of a network's one password, computed when it is first needed. */
final class Passwords implements Supplier<List<PairwiseMasterKey>> {
    private final Ssid ssid;
    private final String password;
    private List<PairwiseMasterKey> keys = List.of();

    Passwords(Ssid ssid, String password) {
        this.ssid = ssid;
        this.password = password;
    }

    @Override
    public List<PairwiseMasterKey> get() {
        if (keys.isEmpty()) {
            keys = List.of(new PairwiseMasterKey(password, ssid));
        }
        return keys;
    }
}
