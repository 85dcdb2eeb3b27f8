package dev.crema.firmware.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.HandMadeElf;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ElfFileTest {
    private static ElfFile parse(byte[] bytes) {
        return ElfFile.parse(ByteView.of("app.elf", bytes));
    }

    private static String refusal(byte[] bytes) {
        return assertThrows(FirmwareException.class, () -> parse(bytes)).getMessage();
    }

    @Test
    void readsSectionsAndSegments() {
        ElfFile elf = parse(HandMadeElf.program().withProgramHeaders().bytes());
        assertEquals(0x40080000, elf.entry());
        ElfSection text = elf.section(".flash.text").orElseThrow();
        assertEquals(0x400D0020, text.address());
        assertEquals(70_001, text.data().size());
        assertTrue(text.isExecutable());
        ElfSection bss = elf.section(".dram0.bss").orElseThrow();
        assertEquals(5000, bss.size());
        assertEquals(0, bss.data().size());
        assertEquals(6, elf.segments().size());
        assertEquals(0x3FFB0000, elf.segments().get(1).physicalAddress());
        assertEquals(Optional.empty(), elf.section(".nothing"));
    }

    @Test
    void findsSymbolsByName() {
        SymbolTable symbols = parse(HandMadeElf.program().bytes()).symbols();
        assertEquals(OptionalInt.of(0x400D0100), symbols.address("app_main"));
        assertEquals(OptionalInt.empty(), symbols.address("main"));
        assertEquals(1500, symbols.find("big_table").orElseThrow().size());
    }

    @Test
    void findsTheFunctionOfAnAddress() {
        SymbolTable symbols = parse(HandMadeElf.program().bytes()).symbols();
        assertEquals("app_main+0", name(symbols, 0x400D0100));
        assertEquals("app_main+31", name(symbols, 0x400D011F));
        assertEquals("none", name(symbols, 0x400D0120), "behind the function's size");
        assertEquals("assembly+4", name(symbols, 0x40080104), "a label without a size reaches on");
        assertEquals("ets_printf+3", name(symbols, 0x40007D57), "the mask ROM's functions are plain addresses");
        assertEquals("none", name(symbols, 0x3F400120), "data are no function");
        assertEquals("none", name(symbols, 0x40000000));
        assertEquals("none", name(symbols, 0xFFFFFFFF));
    }

    @Test
    void labelsWithinAFunctionDoNotHideIt() {
        SymbolTable symbols = parse(new HandMadeElf().code(".text", 0x40080000, new byte[64])
                .function("outer", 0x40080000, 64, 1).label("inner", 0x40080010, 1).bytes()).symbols();
        assertEquals("outer+20", name(symbols, 0x40080014));
    }

    private static String name(SymbolTable symbols, int address) {
        return symbols.functionAt(address).map(at -> at.symbol().name() + "+" + at.offset()).orElse("none");
    }

    @Test
    void otherFilesAreNamed() {
        assertTrue(refusal("hello".getBytes()).startsWith("app.elf is not an ELF file: "), "text");
        assertEquals("app.elf is for a RISC-V chip such as ESP32-C3, C6 or H2 (e_machine 0xf3 at offset 0x12), "
                + "not for the ESP32's Xtensa; build it for the ESP32.", refusal(HandMadeElf.program().machine(0xF3).bytes()));
        byte[] wide = HandMadeElf.program().bytes();
        wide[4] = 2;
        assertTrue(refusal(wide).startsWith("app.elf is not a 32-bit little-endian ELF file (class 2, data encoding 1 "));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = HandMadeElf.program().bytes();
        for (int length = 0; length < bytes.length; length += 1 + length / 50) {
            refusal(Arrays.copyOf(bytes, length));
        }
    }
}
