package dev.crema.emulator.rom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BindingsTest {
    private final JavaRom rom = new JavaRom((core, function) -> { });

    /** Functions and waiting loops inside them: a slip in an address shows as another name. */
    @Test
    void everyBindingLiesInTheRomFunctionOfItsName() {
        NavigableMap<Integer, String> symbols = RomSymbols.get().all();
        List<String> wrong = rom.bindings().all().stream()
                .filter(binding -> !symbols.floorEntry(binding.address()).getValue().equals(binding.name()))
                .map(binding -> "0x%08x is %s, not %s".formatted(binding.address(), RomSymbols.get().at(binding.address()),
                        binding.name()))
                .toList();
        assertEquals(List.of(), wrong);
    }

    @Test
    void whatTheRealRomDoesNotHaveIsNotBound() {
        assertTrue(rom.function(0x3FFAE000).isEmpty());
        assertTrue(rom.function(0x40070000).isEmpty());
    }

    @Test
    void applicationsFindTheCharacterClasses() {
        byte[] rom1 = rom.rom1();
        Stream.of('\0', '\t', ' ', '5', 'A', 'Z', 'f', 'g', '~', '\u007f', '\u0080').forEach(c -> {
            int expected = switch (c) {
                case '\0', '\u007f' -> 0x20;
                case '\t' -> 0x28;
                case ' ' -> 0x88;
                case '5' -> 0x04;
                case 'A' -> 0x41;
                case 'Z' -> 0x01;
                case 'f' -> 0x42;
                case 'g' -> 0x02;
                case '~' -> 0x10;
                default -> 0;
            };
            assertEquals(expected, rom1[0x3FF96355 - 0x3FF90000 + c] & 0xFF, () -> "class of " + (int) c);
        });
    }
}
