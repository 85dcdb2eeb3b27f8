package dev.crema.firmware.elf;

import dev.crema.firmware.MemoryType;
import java.util.Arrays;
import java.util.List;

/**
 * A stretch of memory on its way from the ELF file into the image.
 *
 * @param name of the (first) section it comes from
 * @param address where it is loaded
 * @param alignment in bytes, as the ELF file demands it
 * @param data its bytes
 */
record LoadSegment(String name, int address, int alignment, byte[] data) {
    /** The address behind it, unsigned. */
    long end() {
        return Integer.toUnsignedLong(address) + data.length;
    }

    boolean isFlashMapped() {
        return MemoryType.isFlashMapped(address);
    }

    /** The same, with zeros behind it up to a total length; shorter lengths change nothing. */
    LoadSegment paddedTo(long length) {
        return length <= data.length ? this : new LoadSegment(name, address, alignment, Arrays.copyOf(data, (int) length));
    }

    /** The same, with zeros behind it up to a multiple of four bytes. */
    LoadSegment paddedToWords() {
        return paddedTo(data.length + 3 & ~3);
    }

    /** Neighbours in memory as one, named after the first. */
    static LoadSegment join(List<LoadSegment> neighbours) {
        LoadSegment first = neighbours.getFirst();
        byte[] joined = new byte[neighbours.stream().mapToInt(segment -> segment.data.length).sum()];
        int at = 0;
        for (LoadSegment segment : neighbours) {
            System.arraycopy(segment.data, 0, joined, at, segment.data.length);
            at += segment.data.length;
        }
        return new LoadSegment(first.name, first.address, first.alignment, joined);
    }

    /** The first bytes, as many as there are up to a count. */
    LoadSegment head(int count) {
        return new LoadSegment(name, address, alignment, Arrays.copyOf(data, Math.min(count, data.length)));
    }

    /** What {@link #head} leaves. */
    LoadSegment tail(int count) {
        int from = Math.min(count, data.length);
        return new LoadSegment(name, address + from, alignment, Arrays.copyOfRange(data, from, data.length));
    }
}
