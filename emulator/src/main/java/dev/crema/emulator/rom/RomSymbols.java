package dev.crema.emulator.rom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The names of the functions of the mask ROM, which have the same addresses in all revisions of the chip. */
public final class RomSymbols {
    private static final String RESOURCE = "symbols.txt";
    private static final RomSymbols INSTANCE = load();

    private final NavigableMap<Integer, String> names;

    private RomSymbols(NavigableMap<Integer, String> names) {
        this.names = names;
    }

    /** The symbols that come with Crema. */
    public static RomSymbols get() {
        return INSTANCE;
    }

    private static RomSymbols load() {
        NavigableMap<Integer, String> names = new TreeMap<>();
        try (InputStream in = RomSymbols.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    int space = line.indexOf(' ');
                    names.put(Integer.parseUnsignedInt(line.substring(0, space), 16), line.substring(space + 1));
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new RomSymbols(names);
    }

    /** The name of what lies at an address in the ROM, with a distance if it is not the beginning: {@code memcpy+0x12}. */
    public String at(int address) {
        Map.Entry<Integer, String> symbol = names.floorEntry(address);
        if (symbol == null) {
            return "?";
        }
        int distance = address - symbol.getKey();
        return distance == 0 ? symbol.getValue() : symbol.getValue() + "+0x" + Integer.toHexString(distance);
    }

    /** All addresses and names. */
    NavigableMap<Integer, String> all() {
        return names;
    }
}
