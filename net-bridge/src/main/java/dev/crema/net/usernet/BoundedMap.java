package dev.crema.net.usernet;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was longest not asked for when it grows too large: what guests fill must not grow for ever. */
final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;
    private static final float LOAD_FACTOR = 0.75f;

    private final int most;

    BoundedMap(int most) {
        super(16, LOAD_FACTOR, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
