package dev.crema.net.air;

import dev.crema.net.air.frame.Ssid;
import dev.crema.net.air.security.PairwiseMasterKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The keys that a network's password gives, or the passwords that may be its, computed when they are first needed. */
final class Passwords implements Supplier<List<PairwiseMasterKey>> {
    /** Each key takes some milliseconds to compute. */
    private static final int MOST = 16;

    private final Ssid ssid;
    private final Supplier<List<String>> candidates;
    private final Map<String, PairwiseMasterKey> keys = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PairwiseMasterKey> eldest) {
            return size() > MOST;
        }
    };

    Passwords(Ssid ssid, Supplier<List<String>> candidates) {
        this.ssid = ssid;
        this.candidates = candidates;
    }

    @Override
    public List<PairwiseMasterKey> get() {
        return candidates.get().stream().filter(WifiNetwork::isPassword).distinct().limit(MOST)
                .map(password -> keys.computeIfAbsent(password, text -> new PairwiseMasterKey(text, ssid))).toList();
    }
}
