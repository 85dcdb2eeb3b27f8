package dev.crema.emulator.debug;

import java.util.OptionalInt;
import java.util.TreeMap;

/** A sparse memory of words, for tests that lay out structures of the guest. */
final class GuestWords implements MemoryReader {
    private final TreeMap<Integer, Integer> words = new TreeMap<>();

    GuestWords put(int address, int... values) {
        for (int i = 0; i < values.length; i++) {
            words.put(address + 4 * i, values[i]);
        }
        return this;
    }

    GuestWords text(int address, String text) {
        for (int i = 0; i < text.length(); i++) {
            int word = address + i & ~3;
            words.merge(word, text.charAt(i) << 8 * (i & 3), (a, b) -> a | b);
        }
        return this;
    }

    @Override
    public OptionalInt word(int address) {
        Integer value = words.get(address);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
