package dev.crema.net.air;

import dev.crema.net.air.frame.Mpdu;
import dev.crema.net.air.security.Ccmp;
import dev.crema.net.air.security.CipherSuite;
import dev.crema.net.air.security.TemporalKey;
import dev.crema.net.ethernet.MacAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The keys in use in an air, as far as one of its access points or stations knows them: to show what protected frames hide. */
public final class KeyRing {
    private static final int MOST = 128;

    /** Whose key: of an access point and a station, or of an access point and its group. */
    private sealed interface Owner {
        record Pair(MacAddress bssid, MacAddress station) implements Owner { }

        record Group(MacAddress bssid, int id) implements Owner { }
    }

    private final Map<Owner, CipherSuite> keys = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Owner, CipherSuite> eldest) {
            return size() > MOST;
        }
    };

    void addPairwise(MacAddress bssid, MacAddress station, TemporalKey key) {
        keys.put(new Owner.Pair(bssid, station), CipherSuite.of(key.bytes()));
    }

    void addGroup(MacAddress bssid, TemporalKey key) {
        keys.put(new Owner.Group(bssid, key.id()), CipherSuite.of(key.bytes()));
    }

    /** Decrypts a frame; empty if it is not protected, or its key is not known. The result has its protected bit cleared. */
    public Optional<byte[]> open(Mpdu mpdu) {
        if (!Ccmp.fits(mpdu)) {
            return Optional.empty();
        }
        return Optional.ofNullable(keys.get(owner(mpdu))).flatMap(key -> key.open(mpdu));
    }

    private static Owner owner(Mpdu mpdu) {
        if (mpdu.receiver().isGroup()) {
            return new Owner.Group(mpdu.transmitter(), Ccmp.keyId(mpdu));
        }
        return mpdu.toDs() ? new Owner.Pair(mpdu.receiver(), mpdu.transmitter())
                : new Owner.Pair(mpdu.transmitter(), mpdu.receiver());
    }
}
