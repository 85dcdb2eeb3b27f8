package dev.crema.emulator.xtensa;

/**
 * The data breakpoints of a core, kept with its page maps. The page of a breakpoint is slow in the maps, and its true entry is
 * remembered here. ESP-IDF arms one for the end of every task's stack, all the time, so what it costs elsewhere is nothing.
 */
final class Watchpoints {
    private static final int COUNT = 2;
    private static final int NOWHERE = -1;

    /** Told of accesses to watched bytes. */
    @FunctionalInterface
    interface Listener {
        /** An access is about to touch what the breakpoint of this number watches. */
        void touched(int number);
    }

    /** One page map, and what it would hold if nothing were watched. */
    private static final class WatchedMap {
        private final int[] map;
        private final boolean[] armed = new boolean[COUNT];
        private final int[] trueEntry = new int[COUNT];

        WatchedMap(int[] map) {
            this.map = map;
        }
    }

    private final int base;
    private final WatchedMap loads;
    private final WatchedMap stores;
    private final int[] address = new int[COUNT];
    private final int[] size = new int[COUNT];
    private final int[] page = {NOWHERE, NOWHERE};
    private Listener listener = number -> { };

    Watchpoints(int base, int[] loadMap, int[] storeMap) {
        this.base = base;
        loads = new WatchedMap(loadMap);
        stores = new WatchedMap(storeMap);
    }

    void set(int number, int firstByte, int bytes, boolean ofLoads, boolean ofStores, Listener newListener) {
        release(number);
        listener = newListener;
        address[number] = firstByte;
        size[number] = bytes;
        loads.armed[number] = ofLoads;
        stores.armed[number] = ofStores;
        int watched = firstByte - base >>> Memory.PAGE_SHIFT;
        if ((ofLoads || ofStores) && watched < loads.map.length) {
            watch(loads, number, watched);
            watch(stores, number, watched);
            page[number] = watched;
        }
    }

    private void watch(WatchedMap accesses, int number, int watched) {
        accesses.trueEntry[number] = entry(accesses, watched);
        accesses.map[watched] = Memory.SLOW;
    }

    private void release(int number) {
        int released = page[number];
        page[number] = NOWHERE;
        if (released != NOWHERE && watcher(released) == NOWHERE) {
            loads.map[released] = loads.trueEntry[number];
            stores.map[released] = stores.trueEntry[number];
        }
    }

    /** A breakpoint that watches a page. */
    private int watcher(int wanted) {
        for (int number = 0; number < COUNT; number++) {
            if (page[number] == wanted) {
                return number;
            }
        }
        return NOWHERE;
    }

    private int entry(WatchedMap accesses, int wanted) {
        int watcher = watcher(wanted);
        return watcher == NOWHERE ? accesses.map[wanted] : accesses.trueEntry[watcher];
    }

    void mapLoad(int mapped, int offset) {
        map(loads, mapped, offset);
    }

    void mapStore(int mapped, int offset) {
        map(stores, mapped, offset);
    }

    private void map(WatchedMap accesses, int mapped, int offset) {
        if (watcher(mapped) == NOWHERE) {
            accesses.map[mapped] = offset;
            return;
        }
        for (int number = 0; number < COUNT; number++) {
            if (page[number] == mapped) {
                accesses.trueEntry[number] = offset;
            }
        }
    }

    /** A load misses the map: tells the listener if it must be told, then gives the page's true entry. */
    int load(int accessed, int width) {
        return access(loads, accessed, width);
    }

    /** A store misses the map. */
    int store(int accessed, int width) {
        return access(stores, accessed, width);
    }

    /** The true entry of a load's page, if it touches nothing that is watched. */
    int harmlessLoad(int accessed, int width) {
        return harmless(loads, accessed, width);
    }

    /** The same for a store. */
    int harmlessStore(int accessed, int width) {
        return harmless(stores, accessed, width);
    }

    private int harmless(WatchedMap accesses, int accessed, int width) {
        boolean touches = touches(accesses, 0, accessed, width) || touches(accesses, 1, accessed, width);
        return touches ? Memory.SLOW : entryAt(accesses, accessed);
    }

    private boolean touches(WatchedMap accesses, int number, int accessed, int width) {
        int distance = accessed - address[number];
        return accesses.armed[number] && distance > -width && distance < size[number];
    }

    private int access(WatchedMap accesses, int accessed, int width) {
        for (int number = 0; number < COUNT; number++) {
            if (touches(accesses, number, accessed, width)) {
                listener.touched(number);
            }
        }
        return entryAt(accesses, accessed);
    }

    private int entryAt(WatchedMap accesses, int accessed) {
        int wanted = accessed - base >>> Memory.PAGE_SHIFT;
        return wanted < accesses.map.length ? entry(accesses, wanted) : Memory.SLOW;
    }
}
