package dev.crema.constraints.heap;

import dev.crema.firmware.EspImage;
import dev.crema.firmware.EspSegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Finds the allocator of ESP-IDF 4 and 5 in an image without symbols, by what its code cannot do without: functions that may
 * fail, or assert something, know their own name ({@code __func__}). The name leads to the literal that points to it, the
 * literal to the L32R that loads it, and that to the ENTRY before it. Literals of these functions that point to RAM may be the
 * list of regions.
 */
final class Signatures {
    /** L32R reaches so far back (Xtensa ISA reference manual, L32R). */
    private static final int L32R_REACH = 1 << 18;
    private static final int L32R = 1;
    private static final int ENTRY = 0x36;
    private static final int STACK_POINTER = 1;
    /** The upper byte of the frame size of an ENTRY, in eights; no allocator has larger frames. */
    private static final int LARGEST_FRAME = 0x10;
    private static final int LONGEST_FUNCTION = 0x600;
    private static final int DATA_START = 0x3FFAE000;
    private static final int DATA_END = 0x40000000;
    private static final int CODE_START = 0x40000000;

    private final List<EspSegment> segments;

    private Signatures(EspImage image) {
        segments = image.segments();
    }

    /** The allocator of an image; empty unless something that gives memory and something that takes it back are found. */
    static Optional<Allocator> find(EspImage image) {
        return new Signatures(image).find();
    }

    private Optional<Allocator> find() {
        Map<Integer, AllocatorFunction> found = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (AllocatorFunction function : Allocators.ESP_IDF) {
            if (function.name().startsWith("heap_caps_")) {
                OptionalInt address = function(function.name());
                address.ifPresentOrElse(there -> found.putIfAbsent(there, function), () -> missing.add(function.name()));
            }
        }
        boolean gives = found.values().stream().anyMatch(function ->
                function.operation() == AllocatorFunction.Operation.ALLOCATE);
        boolean takes = found.values().stream().anyMatch(function -> function.operation() == AllocatorFunction.Operation.FREE);
        if (!gives || !takes) {
            return Optional.empty();
        }
        return Optional.of(new Allocator("ESP-IDF heap_caps", found,
                Optional.of(new UnknownRegions(regionLists(found.keySet()))), List.of(
                "ESP-IDF heap_caps without symbols, by signatures: "
                        + names(found.values().stream().map(AllocatorFunction::name).toList()),
                "not found, so not watched unless one of those is called: " + names(missing),
                "tasks have no names, and calls at once of several tasks on one core may be taken for one")));
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private OptionalInt function(String name) {
        for (int text : places(("\0" + name + "\0").getBytes(StandardCharsets.US_ASCII), 1)) {
            for (int literal : literals(text + 1)) {
                OptionalInt entry = functionThatLoads(literal);
                if (entry.isPresent()) {
                    return entry;
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Addresses of some bytes in the image. */
    private List<Integer> places(byte[] bytes, int alignment) {
        List<Integer> places = new ArrayList<>();
        for (EspSegment segment : segments) {
            byte[] data = segment.data().toArray();
            for (int at = 0; at + bytes.length <= data.length; at += alignment) {
                int same = 0;
                while (same < bytes.length && data[at + same] == bytes[same]) {
                    same++;
                }
                if (same == bytes.length) {
                    places.add(segment.address() + at);
                }
            }
        }
        return places;
    }

    private List<Integer> literals(int value) {
        byte[] bytes = {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
        return places(bytes, 4).stream().filter(address -> Integer.compareUnsigned(address, CODE_START) >= 0).toList();
    }

    /** The first function behind a literal that loads it. */
    private OptionalInt functionThatLoads(int literal) {
        EspSegment segment = segmentAt(literal);
        int end = Math.min(segment.address() + segment.data().size() - 3, literal + L32R_REACH);
        for (int pc = literal + 4; pc < end; pc++) {
            if ((byteAt(segment, pc) & 0xf) == L32R && target(segment, pc) == literal) {
                OptionalInt entry = entryBefore(segment, pc);
                if (entry.isPresent()) {
                    return entry;
                }
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt entryBefore(EspSegment segment, int pc) {
        for (int address = pc & ~3; address >= segment.address() && pc - address < LONGEST_FUNCTION; address -= 4) {
            if (byteAt(segment, address) == ENTRY && (byteAt(segment, address + 1) & 0xf) == STACK_POINTER
                    && byteAt(segment, address + 2) < LARGEST_FRAME) {
                return OptionalInt.of(address);
            }
        }
        return OptionalInt.empty();
    }

    /** Where an L32R loads from. */
    private static int target(EspSegment segment, int pc) {
        int offset = byteAt(segment, pc + 1) | byteAt(segment, pc + 2) << 8;
        return (pc + 3 & ~3) + ((0xffff_0000 | offset) << 2);
    }

    private static int byteAt(EspSegment segment, int address) {
        return segment.data().u8(address - segment.address());
    }

    private EspSegment segmentAt(int address) {
        return segments.stream().filter(segment -> Integer.toUnsignedLong(address - segment.address()) < segment.data().size())
                .findFirst().orElseThrow();
    }

    /** What the literals of functions say that point to RAM, of the first instructions of each. */
    private List<Integer> regionLists(Iterable<Integer> functions) {
        TreeSet<Integer> lists = new TreeSet<>();
        for (int function : functions) {
            EspSegment segment = segmentAt(function);
            int end = Math.min(function + LONGEST_FUNCTION, segment.address() + segment.data().size() - 3);
            for (int pc = function; pc < end; pc++) {
                int literal = (byteAt(segment, pc) & 0xf) == L32R ? target(segment, pc) : 0;
                if (literal >= segment.address() && literal < pc) {
                    int value = segment.data().i32(literal - segment.address());
                    if (value >= DATA_START && value < DATA_END && (value & 3) == 0) {
                        lists.add(value);
                    }
                }
            }
        }
        return List.copyOf(lists);
    }
}
