package dev.crema.firmware.dwarf;

import java.util.ArrayList;
import java.util.List;

/**
 * The addresses an entry covers (section 2.17).
 *
 * @param bounds start and end of each stretch, one behind the other
 */
record Ranges(int[] bounds) {
    private static final int NO_ADDRESS = -1;
    private static final int END_OF_LIST = 0;
    private static final int BASE_ADDRESSX = 1;
    private static final int STARTX_ENDX = 2;
    private static final int STARTX_LENGTH = 3;
    private static final int OFFSET_PAIR = 4;
    private static final int BASE_ADDRESS = 5;
    private static final int START_END = 6;
    private static final int START_LENGTH = 7;

    boolean contains(int address) {
        for (int i = 0; i < bounds.length; i += 2) {
            if (Integer.compareUnsigned(bounds[i], address) <= 0 && Integer.compareUnsigned(address, bounds[i + 1]) < 0) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return bounds.length == 0;
    }

    /** Reads what an entry says of its addresses. */
    static Ranges of(Entry entry, CompilationUnit unit) {
        List<Integer> bounds = new ArrayList<>();
        if (entry.has(Attribute.RANGES)) {
            if (unit.version() == 5) {
                readLists(entry, unit, bounds);
            } else {
                readOld(entry.raw(Attribute.RANGES), unit, bounds);
            }
        } else if (entry.has(Attribute.LOW_PC) && entry.has(Attribute.HIGH_PC)) {
            int low = unit.address(entry, Attribute.LOW_PC);
            boolean isAddress = switch (entry.form(Attribute.HIGH_PC).kind()) {
                case ADDRESS, ADDRESS_INDEX -> true;
                default -> false;
            };
            add(bounds, low, isAddress ? unit.address(entry, Attribute.HIGH_PC) : low + (int) entry.raw(Attribute.HIGH_PC));
        }
        return new Ranges(bounds.stream().mapToInt(Integer::intValue).toArray());
    }

    private static void add(List<Integer> bounds, int start, int end) {
        if (Integer.compareUnsigned(start, end) < 0) {
            bounds.add(start);
            bounds.add(end);
        }
    }

    /** {@code .debug_ranges} of versions before 5: pairs of addresses up to a pair of zeros. */
    private static void readOld(long offset, CompilationUnit unit, List<Integer> bounds) {
        Cursor in = new Cursor(unit.sections().ranges(), offset);
        int base = unit.baseAddress();
        while (true) {
            int start = in.i32();
            int end = in.i32();
            if (start == 0 && end == 0) {
                return;
            }
            if (start == NO_ADDRESS) {
                base = end;
            } else {
                add(bounds, base + start, base + end);
            }
        }
    }

    /** {@code .debug_rnglists} of version 5 (section 7.25). */
    private static void readLists(Entry entry, CompilationUnit unit, List<Integer> bounds) {
        long base = unit.base(Attribute.RNGLISTS_BASE);
        long raw = entry.raw(Attribute.RANGES);
        long offset = entry.form(Attribute.RANGES).kind() == Form.Kind.LIST_INDEX
                ? base + unit.sections().rangeLists().u32(base + raw * 4) : raw;
        Cursor in = new Cursor(unit.sections().rangeLists(), offset);
        int address = unit.baseAddress();
        for (int kind = in.u8(); kind != END_OF_LIST; kind = in.u8()) {
            switch (kind) {
                case BASE_ADDRESSX -> address = unit.indexedAddress(in.uleb());
                case STARTX_ENDX -> add(bounds, unit.indexedAddress(in.uleb()), unit.indexedAddress(in.uleb()));
                case STARTX_LENGTH -> addLength(bounds, unit.indexedAddress(in.uleb()), in.uleb());
                case OFFSET_PAIR -> add(bounds, address + (int) in.uleb(), address + (int) in.uleb());
                case BASE_ADDRESS -> address = in.i32();
                case START_END -> add(bounds, in.i32(), in.i32());
                case START_LENGTH -> addLength(bounds, in.i32(), in.uleb());
                default -> {
                    return;
                }
            }
        }
    }

    private static void addLength(List<Integer> bounds, int start, long length) {
        add(bounds, start, start + (int) length);
    }
}
