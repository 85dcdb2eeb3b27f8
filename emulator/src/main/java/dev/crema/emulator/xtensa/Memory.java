package dev.crema.emulator.xtensa;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The address space of one core.
 *
 * <p>All RAM, ROM, flash and external RAM of the machine lies in one array of words, the <em>backing</em>, which both cores share.
 * Its length is a power of two, for HotSpot knows that an index which is masked with an array's length less one is within the
 * array, and leaves the test away that would make a way out of translated code. Offsets are those of bytes.
 *
 * <p>For each kind of access a <em>page map</em> leads from a 4 KiB page of the address space to its offset in the backing, or to a
 * negative number: then the access takes the slow path, which the chip implements (devices, instruction-bus memory, windows that
 * are closed, pages that hold decoded code). The maps cover one window of the address space in which all fast memory of the chip
 * lies; at 24 KiB each they stay in the host's cache, where a map of all 2^20 pages would not.
 *
 * <p>Aligned little-endian accesses are fast; what is unaligned goes the slow way, where the chip decides whether it is allowed.
 */
public abstract class Memory {
    /** log2 of the size of a page. */
    public static final int PAGE_SHIFT = 12;
    /** Bytes in a page. */
    public static final int PAGE_SIZE = 1 << PAGE_SHIFT;
    /** A map entry of a page that takes the slow path. */
    public static final int SLOW = -1;

    /** Map entries from here down stand for pages of the backing that have not come in yet. */
    private static final int ABSENT = -16;

    private static final int IN_PAGE = PAGE_SIZE - 1;

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("memory is seen as bytes and as words, and so needs a little-endian host");
        }
    }

    /** RAM, ROM, flash: every word a core can reach without a device. */
    private int[] backing;
    /** The same as bytes. */
    private MemorySegment bytes;
    private final int base;
    private final int[] loadMap;
    private final int[] storeMap;
    private final int[] fetchMap;
    private final Watchpoints watchpoints;
    private int fetchGeneration;

    /**
     * An address space in which nothing is mapped yet.
     *
     * @param backing shared by all cores; its length is a power of two
     * @param base first address of the window with fast memory, a multiple of the page size
     * @param size of the window in bytes, a multiple of the page size
     */
    protected Memory(int[] backing, int base, int size) {
        backing(backing);
        this.base = base;
        this.loadMap = slowPages(size);
        this.storeMap = slowPages(size);
        this.fetchMap = slowPages(size);
        this.watchpoints = new Watchpoints(base, loadMap, storeMap);
    }

    private static int[] slowPages(int size) {
        int[] map = new int[size >>> PAGE_SHIFT];
        Arrays.fill(map, SLOW);
        return map;
    }

    /** Maps the page of an address for loads of all widths: an offset in the backing, or a negative number. */
    protected final void mapLoad(int address, int offset) {
        watchpoints.mapLoad(address - base >>> PAGE_SHIFT, offset);
    }

    /** Maps the page of an address for stores of all widths: an offset in the backing, or a negative number. */
    protected final void mapStore(int address, int offset) {
        watchpoints.mapStore(address - base >>> PAGE_SHIFT, offset);
    }

    /**
     * Maps the page of an address for instruction fetch and L32R: an offset in the backing, or a negative number. Decoded code
     * stays valid for as long as its page has the entry it was decoded under.
     */
    protected final void mapFetch(int address, int offset) {
        int page = address - base >>> PAGE_SHIFT;
        if (fetchMap[page] != offset) {
            fetchMap[page] = offset;
            fetchGeneration++;
        }
    }

    /** The entry of an address in the map of instruction fetches; {@link #SLOW} outside the window. */
    public final int fetchEntry(int address) {
        int page = address - base >>> PAGE_SHIFT;
        return page < fetchMap.length ? fetchMap[page] : SLOW;
    }

    /** The map entry of a page of the backing, at a place, that comes in when it is touched; see {@link #bringIn}. */
    protected static int absent(int place) {
        return ABSENT - (place >>> PAGE_SHIFT);
    }

    /** Whether a map entry is such a page's. */
    protected static boolean isAbsent(int entry) {
        return entry <= ABSENT;
    }

    /** The place of such a page. */
    protected static int absentPlace(int entry) {
        return ABSENT - entry << PAGE_SHIFT;
    }

    /**
     * A page of the backing that was mapped as absent is touched.
     *
     * @param place of the page
     * @param toStore whether it will be stored to
     * @return its offset in the backing from now on
     */
    protected int bringIn(int place, boolean toStore) {
        throw new IllegalStateException("a page is mapped as absent where all are there");
    }

    /** The backing has moved to another array, in which everything is where it was. Translated code that holds the old one leaves. */
    protected final void backing(int[] moved) {
        if (Integer.bitCount(moved.length) != 1) {
            throw new IllegalArgumentException(moved.length + " words are no power of two");
        }
        backing = moved;
        bytes = MemorySegment.ofArray(moved);
        fetchGeneration++;
    }

    /** A word of the backing that is taken for code from now on. */
    final int decoded(int offset) {
        codeDecoded(offset);
        return backingWord(offset);
    }

    /** The entry of an address in the map of instruction fetches, after its page has come in. */
    protected final int presentFetchEntry(int address) {
        int entry = fetchEntry(address);
        if (entry > ABSENT) {
            return entry;
        }
        // What was decoded there stays valid: the page shows what it did.
        fetchMap[address - base >>> PAGE_SHIFT] = bringIn(absentPlace(entry), false);
        return fetchEntry(address);
    }

    /** The entry of an address in the map of loads; {@link #SLOW} outside the window. */
    protected final int loadEntry(int address) {
        int page = address - base >>> PAGE_SHIFT;
        return page < loadMap.length ? loadMap[page] : SLOW;
    }

    /** A number that changes whenever an entry in the map of instruction fetches does. */
    final int fetchGeneration() {
        return fetchGeneration;
    }

    // ---- For translated code, which holds the maps and the backing in locals

    final int[] backing() {
        return backing;
    }

    final int[] loadMap() {
        return loadMap;
    }

    final int[] storeMap() {
        return storeMap;
    }

    final int[] fetchMap() {
        return fetchMap;
    }

    // ---- Accesses of translated code
    //
    // HotSpot's first compiler leaves them calls, for they are longer than what it inlines, and so keeps code small that has
    // hundreds of them; its second puts them in where they are hot, until a method has 8,000 bytes with all that is in it.
    //
    // Each test costs the second compiler a way out with all registers of the region in it, so there are two and no more: an entry
    // that is no offset and an address that is not aligned both turn the sign of the place. Of the distance of a shift Java takes the
    // lower five bits: eight times the byte's number in its word.

    /** What a load finds, without a sign; {@link #SLOW} if it does not go straight to the backing. */
    static long load8(int[] backing, int[] map, Memory memory, int address) {
        int page = address - memory.base >>> PAGE_SHIFT;
        if (Integer.compareUnsigned(page, map.length) < 0) {
            int place = map[page] | address & IN_PAGE;
            if (place >= 0) {
                return backing[place >>> 2 & backing.length - 1] >>> (place << 3) & 0xff;
            }
        }
        return memory.loadBesideBreakpoint(address, Byte.BYTES);
    }

    /** The same of 16 bits. */
    static long load16(int[] backing, int[] map, Memory memory, int address) {
        int page = address - memory.base >>> PAGE_SHIFT;
        if (Integer.compareUnsigned(page, map.length) < 0) {
            int place = map[page] | address & IN_PAGE | -(address & Short.BYTES - 1);
            if (place >= 0) {
                return backing[place >>> 2 & backing.length - 1] >>> (place << 3) & 0xffff;
            }
        }
        return memory.loadBesideBreakpoint(address, Short.BYTES);
    }

    /** The same of 32 bits. */
    static long load32(int[] backing, int[] map, Memory memory, int address) {
        int page = address - memory.base >>> PAGE_SHIFT;
        if (Integer.compareUnsigned(page, map.length) < 0) {
            int place = map[page] | address & IN_PAGE | -(address & Integer.BYTES - 1);
            if (place >= 0) {
                return backing[place >>> 2 & backing.length - 1] & 0xffff_ffffL;
            }
        }
        return memory.loadBesideBreakpoint(address, Integer.BYTES);
    }

    /** Stores; returns false if the store does not go straight to the backing. */
    static boolean store8(int[] backing, int[] map, Memory memory, int address, int value) {
        int page = address - memory.base >>> PAGE_SHIFT;
        if (Integer.compareUnsigned(page, map.length) < 0) {
            int place = map[page] | address & IN_PAGE;
            if (place >= 0) {
                int index = place >>> 2 & backing.length - 1;
                backing[index] = merged(backing[index], place, 0xff, value);
                return true;
            }
        }
        return memory.storeBesideBreakpoint(address, value, Byte.BYTES);
    }

    /** The same of 16 bits. */
    static boolean store16(int[] backing, int[] map, Memory memory, int address, int value) {
        int page = address - memory.base >>> PAGE_SHIFT;
        if (Integer.compareUnsigned(page, map.length) < 0) {
            int place = map[page] | address & IN_PAGE | -(address & Short.BYTES - 1);
            if (place >= 0) {
                int index = place >>> 2 & backing.length - 1;
                backing[index] = merged(backing[index], place, 0xffff, value);
                return true;
            }
        }
        return memory.storeBesideBreakpoint(address, value, Short.BYTES);
    }

    /** The same of 32 bits. */
    static boolean store32(int[] backing, int[] map, Memory memory, int address, int value) {
        int page = address - memory.base >>> PAGE_SHIFT;
        if (Integer.compareUnsigned(page, map.length) < 0) {
            int place = map[page] | address & IN_PAGE | -(address & Integer.BYTES - 1);
            if (place >= 0) {
                backing[place >>> 2 & backing.length - 1] = value;
                return true;
            }
        }
        return memory.storeBesideBreakpoint(address, value, Integer.BYTES);
    }

    /**
     * Where in the backing some words lie together: in one page, or in two that follow each other there as well.
     *
     * @param address of the first
     * @param behind how many bytes the last is behind it, less than a page
     * @return the index of the first; negative if they do not, or their accesses do not go straight to the backing
     */
    static int span(int[] map, Memory memory, int address, int behind) {
        int page = address - memory.base >>> PAGE_SHIFT;
        int lastPage = address + behind - memory.base >>> PAGE_SHIFT;
        if (Integer.compareUnsigned(page, map.length) < 0 && Integer.compareUnsigned(lastPage, map.length) < 0) {
            int place = map[page] | address & IN_PAGE | -(address & Integer.BYTES - 1);
            int apart = (map[lastPage] | address + behind & IN_PAGE) - place - behind;
            return (place | apart | -apart) < 0 ? SLOW : place >> 2;
        }
        return SLOW;
    }

    /**
     * What a load finds that the map has as slow only because of a data breakpoint, which it does not touch; or {@link #SLOW}.
     *
     * @param width in bytes
     */
    private long loadBesideBreakpoint(int address, int width) {
        int offset = (address & width - 1) == 0 ? watchpoints.harmlessLoad(address, width) : SLOW;
        return offset < 0 ? SLOW : Integer.toUnsignedLong(get(offset + (address & IN_PAGE), width));
    }

    /** The same of a store; returns whether it was one like that. */
    private boolean storeBesideBreakpoint(int address, int value, int width) {
        int offset = (address & width - 1) == 0 ? watchpoints.harmlessStore(address, width) : SLOW;
        if (offset >= 0) {
            backing(offset + (address & IN_PAGE), value, width);
        }
        return offset >= 0;
    }

    // ---- Accesses

    /** L8UI. */
    public final int load8(int address) {
        int page = address - base >>> PAGE_SHIFT;
        if (page < loadMap.length) {
            int offset = loadMap[page];
            if (offset >= 0) {
                return backing8(offset + (address & IN_PAGE));
            }
        }
        return guardedLoad(address, 1);
    }

    /** L16UI. */
    public final int load16(int address) {
        int page = address - base >>> PAGE_SHIFT;
        if (page < loadMap.length && (address & 1) == 0) {
            int offset = loadMap[page];
            if (offset >= 0) {
                return backing16(offset + (address & IN_PAGE));
            }
        }
        return guardedLoad(address, 2);
    }

    /** L32I. */
    public final int load32(int address) {
        int page = address - base >>> PAGE_SHIFT;
        if (page < loadMap.length && (address & 3) == 0) {
            int offset = loadMap[page];
            if (offset >= 0) {
                return backingWord(offset + (address & IN_PAGE));
            }
        }
        return guardedLoad(address, 4);
    }

    /** L32R: a literal, which nearly always lies in instruction memory. The address is a multiple of 4. */
    public final int loadLiteral(int address) {
        int page = address - base >>> PAGE_SHIFT;
        if (page < fetchMap.length) {
            int offset = fetchMap[page];
            if (offset >= 0) {
                return backingWord(offset + (address & IN_PAGE));
            }
        }
        return load32(address);
    }

    /** S8I. */
    public final void store8(int address, int value) {
        int page = address - base >>> PAGE_SHIFT;
        if (page < storeMap.length) {
            int offset = storeMap[page];
            if (offset >= 0) {
                backing8(offset + (address & IN_PAGE), value);
                return;
            }
        }
        guardedStore(address, value, 1);
    }

    /** S16I. */
    public final void store16(int address, int value) {
        int page = address - base >>> PAGE_SHIFT;
        if (page < storeMap.length && (address & 1) == 0) {
            int offset = storeMap[page];
            if (offset >= 0) {
                backing16(offset + (address & IN_PAGE), value);
                return;
            }
        }
        guardedStore(address, value, 2);
    }

    /** S32I. */
    public final void store32(int address, int value) {
        int page = address - base >>> PAGE_SHIFT;
        if (page < storeMap.length && (address & 3) == 0) {
            int offset = storeMap[page];
            if (offset >= 0) {
                backingWord(offset + (address & IN_PAGE), value);
                return;
            }
        }
        guardedStore(address, value, 4);
    }

    /**
     * A page that a data breakpoint watches is slow for both kinds of access, so that all others pay nothing for it; when the
     * access turns out to be harmless it goes where the chip had mapped it. A page that is absent comes in.
     */
    private int guardedLoad(int address, int width) {
        int offset = watchpoints.load(address, width);
        if (offset <= ABSENT) {
            offset = bringIn(absentPlace(offset), false);
            mapLoad(address, offset);
        }
        if (offset < 0 || (address & width - 1) != 0) {
            return slowLoad(address, width);
        }
        return get(offset + (address & IN_PAGE), width);
    }

    private void guardedStore(int address, int value, int width) {
        int offset = watchpoints.store(address, width);
        if (offset <= ABSENT) {
            offset = bringIn(absentPlace(offset), true);
            mapStore(address, offset);
        }
        if (offset < 0 || (address & width - 1) != 0) {
            slowStore(address, value, width);
            return;
        }
        backing(offset + (address & IN_PAGE), value, width);
    }

    /** What lies at a place of the backing, without a sign. */
    private int get(int place, int width) {
        return switch (width) {
            case Byte.BYTES -> backing8(place);
            case Short.BYTES -> backing16(place);
            default -> backingWord(place);
        };
    }

    /** Sets what lies at a place of the backing that is a multiple of the width. */
    protected final void backing(int place, int value, int width) {
        switch (width) {
            case Byte.BYTES -> backing8(place, value);
            case Short.BYTES -> backing16(place, value);
            default -> backingWord(place, value);
        }
    }

    /**
     * Sets one of the core's data breakpoints.
     *
     * @param number 0 or 1
     * @param address the first byte watched, a multiple of the size
     * @param size in bytes, a power of two up to 64
     * @param loads whether loads are watched
     * @param stores whether stores are watched; with neither nothing is
     * @param listener told when an access touches the bytes, before it happens; may throw the core's fault
     */
    final void watch(int number, int address, int size, boolean loads, boolean stores, Watchpoints.Listener listener) {
        watchpoints.set(number, address, size, loads, stores, listener);
    }

    /**
     * The core was given new attributes for a region of 512 MiB. The address space decides what they mean; one that knows no
     * protection ignores them.
     *
     * @param region 0 to 7, the upper three bits of an address
     * @param instruction the attribute for instruction fetches, 0 to 15
     * @param data the attribute for loads and stores, 0 to 15
     */
    protected void regionChanged(int region, int instruction, int data) { }

    /**
     * Copies as many bytes as lie within the two pages, if both are mapped. The ranges may overlap; the bytes are those from
     * before.
     *
     * @param length in bytes, unsigned
     * @return the bytes copied; 0 if the length is 0 or an access takes the slow path
     */
    public final int copyInPages(int destination, int source, int length) {
        int to = mapped(storeMap, destination);
        int from = mapped(loadMap, source);
        if (to < 0 || from < 0) {
            return 0;
        }
        int count = inPage(source, inPage(destination, length));
        MemorySegment.copy(bytes, from, bytes, to, count);
        return count;
    }

    /**
     * Fills as many bytes as lie within the page, if it is mapped.
     *
     * @param length in bytes, unsigned
     * @return the bytes filled; 0 if the length is 0 or the access takes the slow path
     */
    public final int fillInPage(int address, int value, int length) {
        int to = mapped(storeMap, address);
        if (to < 0) {
            return 0;
        }
        int count = inPage(address, length);
        bytes.asSlice(to, count).fill((byte) value);
        return count;
    }

    /**
     * Reads as many bytes as lie within the page and fit the array, if the page is mapped.
     *
     * @param length in bytes, unsigned
     * @return the bytes read; 0 if the length is 0 or the access takes the slow path
     */
    public final int readInPage(int address, byte[] into, int length) {
        int from = mapped(loadMap, address);
        if (from < 0) {
            return 0;
        }
        int count = Math.min(inPage(address, length), into.length);
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, from, into, 0, count);
        return count;
    }

    /**
     * How many bytes from one address and from another are equal, as far as both pages are mapped and reach.
     *
     * @param length in bytes, unsigned
     * @return the equal bytes; 0 if there are none or an access takes the slow path
     */
    public final int matchInPages(int a, int b, int length) {
        int atA = mapped(loadMap, a);
        int atB = mapped(loadMap, b);
        if (atA < 0 || atB < 0) {
            return 0;
        }
        int count = inPage(a, inPage(b, length));
        long mismatch = MemorySegment.mismatch(bytes, atA, atA + count, bytes, atB, atB + count);
        return mismatch < 0 ? count : (int) mismatch;
    }

    /** The offset of an address in the backing, or a negative number. */
    private int mapped(int[] map, int address) {
        int page = address - base >>> PAGE_SHIFT;
        if (page >= map.length || map[page] < 0) {
            return SLOW;
        }
        return map[page] + (address & IN_PAGE);
    }

    /** The shorter of an unsigned length and what is left of the page. */
    private static int inPage(int address, int length) {
        int rest = PAGE_SIZE - (address & IN_PAGE);
        return Integer.compareUnsigned(length, rest) < 0 ? length : rest;
    }

    /** The backing as bytes. */
    protected final MemorySegment bytes() {
        return bytes;
    }

    /** A byte of the backing, without a sign. */
    protected final int backing8(int offset) {
        return backing[offset >>> 2] >>> (offset << 3) & 0xff;
    }

    /** Sets a byte of the backing. */
    protected final void backing8(int offset, int value) {
        backing[offset >>> 2] = merged(backing[offset >>> 2], offset, 0xff, value);
    }

    /** Two bytes of the backing at a multiple of 2, without a sign. */
    private int backing16(int offset) {
        return backing[offset >>> 2] >>> (offset << 3) & 0xffff;
    }

    private void backing16(int offset, int value) {
        backing[offset >>> 2] = merged(backing[offset >>> 2], offset, 0xffff, value);
    }

    /** A word of which some bits, from the byte at a place on, have become a value's. */
    private static int merged(int word, int place, int mask, int value) {
        return word & ~(mask << (place << 3)) | (value & mask) << (place << 3);
    }

    /** A word of the backing, at a multiple of 4. */
    protected final int backingWord(int offset) {
        return backing[offset >>> 2];
    }

    /** Sets a word of the backing. */
    protected final void backingWord(int offset, int value) {
        backing[offset >>> 2] = value;
    }

    /**
     * A load that the map does not answer: a device, an unaligned address, a closed window, nothing at all.
     *
     * @param width 1, 2 or 4
     * @return the value, zero-extended
     * @throws GuestFault if the access faults on the chip
     */
    protected abstract int slowLoad(int address, int width);

    /**
     * A store that the map does not take.
     *
     * @throws GuestFault if the access faults on the chip
     */
    protected abstract void slowStore(int address, int value, int width);

    /**
     * Where in the backing the word of instruction memory at an address lies. Asked when something there is executed that could not be
     * decoded: what the attempt does to the chip happens now.
     *
     * @param address a multiple of 4
     * @throws GuestFault if nothing can be executed there
     */
    public abstract int fetchOffset(int address);

    /**
     * Where in the backing the word of instruction memory at an address lies, or a negative number if nothing can be executed there.
     * Asked when a block is decoded, which the guest must not notice: it may never execute it.
     *
     * @param address a multiple of 4
     */
    public int presentFetchOffset(int address) {
        int entry = presentFetchEntry(address);
        return entry >= 0 ? entry + (address & PAGE_SIZE - 1) : SLOW;
    }

    /**
     * Instructions of this core were decoded from a word of the backing. From now on every store into it, by whichever core and
     * under whichever address, must reach {@link Core#codeChanged(int)} of this core.
     *
     * @param offset a multiple of 4
     */
    public abstract void codeDecoded(int offset);
}
