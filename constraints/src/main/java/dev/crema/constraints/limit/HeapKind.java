package dev.crema.constraints.limit;

import java.util.Locale;

/** Kinds of memory that a heap is made of (ESP32 TRM, "Address Mapping"). */
public enum HeapKind {
    /** Internal RAM at the data bus. */
    DRAM(0x3FFAE000, 0x40000000),
    /** Internal RAM that is reached at the instruction bus only. */
    IRAM(0x40070000, 0x400C0000),
    /** External RAM. */
    PSRAM(0x3F800000, 0x3FC00000);

    private final int begin;
    private final int end;

    HeapKind(int begin, int end) {
        this.begin = begin;
        this.end = end;
    }

    /** Whether an address is of this kind. */
    boolean contains(int address) {
        return address >= begin && address < end;
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if it is none
     */
    static HeapKind parse(String name) {
        for (HeapKind kind : values()) {
            if (kind.name().equals(name.toUpperCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no kind of memory: take DRAM, IRAM or PSRAM");
    }
}
