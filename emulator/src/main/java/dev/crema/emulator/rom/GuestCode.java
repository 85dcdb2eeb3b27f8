package dev.crema.emulator.rom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The part of the ROM that is code of the guest, compiled from C (see {@code src/main/rom}): its bytes, and a table that says where
 * they lie and which addresses of the real ROM lead to which functions. The lines of the table, numbers in hexadecimal:
 *
 * <pre>
 * segment ADDRESS OFFSET LENGTH      bytes from the offset in rom.bin
 * function ADDRESS NAME ENTRY        the function that firmware knows by the address
 * </pre>
 */
final class GuestCode {
    private static final String BYTES = "rom.bin";
    private static final String TABLE = "rom.table";
    private static final GuestCode ALL = load();

    /** A piece of the ROM. */
    private record Segment(int address, int offset, int length) {
        boolean contains(int at) {
            return Integer.compareUnsigned(at - address, length) < 0;
        }
    }

    private final byte[] bytes;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<Integer, Integer> entries = new HashMap<>();

    private GuestCode(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The code, which all machines share. */
    static GuestCode get() {
        return ALL;
    }

    private static GuestCode load() {
        try (InputStream in = GuestCode.class.getResourceAsStream(BYTES);
                BufferedReader table = new BufferedReader(new InputStreamReader(
                        GuestCode.class.getResourceAsStream(TABLE), StandardCharsets.US_ASCII))) {
            GuestCode code = new GuestCode(in.readAllBytes());
            for (String line = table.readLine(); line != null; line = table.readLine()) {
                code.add(line.split(" "));
            }
            return code;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void add(String[] fields) {
        switch (fields[0]) {
            case "segment" -> segments.add(new Segment(hex(fields[1]), hex(fields[2]), hex(fields[3])));
            case "function" -> entries.put(hex(fields[1]), hex(fields[3]));
            default -> {
                // A comment.
            }
        }
    }

    private static int hex(String digits) {
        return Integer.parseUnsignedInt(digits, 16);
    }

    /** Writes the code and its constants into the ROM, whose bytes begin with those of ROM 0. */
    void put(byte[] rom) {
        for (Segment segment : segments) {
            System.arraycopy(bytes, segment.offset(), rom, MaskRom.offset(segment.address()), segment.length());
        }
    }

    /** Where the code of the function at an address of the real ROM begins. */
    OptionalInt entry(int address) {
        Integer entry = entries.get(address);
        return entry == null ? OptionalInt.empty() : OptionalInt.of(entry);
    }

    /** Whether an address is that of code or constants of this ROM. */
    boolean contains(int address) {
        return segments.stream().anyMatch(segment -> segment.contains(address));
    }
}
