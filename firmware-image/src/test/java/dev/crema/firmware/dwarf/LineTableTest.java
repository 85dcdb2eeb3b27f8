package dev.crema.firmware.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.FirmwareException;
import dev.crema.firmware.HandMadeElf;
import dev.crema.firmware.elf.ElfFile;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Line number programs written opcode by opcode after DWARF 5, section 6.2.5. */
class LineTableTest {
    private static final int[] ARGUMENTS = {0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1};

    private static byte[] unit(int version, byte[] lists, int... program) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(1);
        if (version >= 4) {
            header.write(1);
        }
        header.write(1);
        header.write(-5);
        header.write(14);
        header.write(ARGUMENTS.length + 1);
        for (int count : ARGUMENTS) {
            header.write(count);
        }
        header.writeBytes(lists);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int sizes = version == 5 ? 4 : 2;
        out.writeBytes(int32(sizes + 4 + header.size() + program.length));
        out.write(version);
        out.write(0);
        if (version == 5) {
            out.write(4);
            out.write(0);
        }
        out.writeBytes(int32(header.size()));
        out.writeBytes(header.toByteArray());
        for (int b : program) {
            out.write(b);
        }
        return out.toByteArray();
    }

    private static byte[] int32(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }

    private static byte[] oldLists() {
        return "include\0\0main.c\0\0\0\0util.h\0\1\0\0\0".getBytes(StandardCharsets.UTF_8);
    }

    /** One column for directories (a string), two for files (a string and a directory's number). */
    private static byte[] newLists() {
        return "\1\1\10\2/home\0include\0\2\1\10\2\13\2main.c\0\0util.h\0\1".getBytes(StandardCharsets.UTF_8);
    }

    private static ElfFile elf(byte[] lines) {
        return ElfFile.parse(ByteView.of("app.elf", new HandMadeElf().code(".text", 0x40080000, new byte[0x100])
                .debug(".debug_line", lines).bytes()));
    }

    private static String line(LineTable table, int address) {
        return table.lineAt(address).map(SourceLine::toString).orElse("none");
    }

    /**
     * Set the address, line 10, column 3, copy; special opcode: address + 2, line + 1; file 2, copy at + 8; end at + 16. The
     * special opcode for these is (1 + 5) + 14 * 2 + 13 = 47.
     */
    private static int[] program(int firstFile, int secondFile) {
        return new int[] {0, 5, 2, 0, 0, 8, 0x40, 3, 9, 4, firstFile, 5, 3, 1, 47, 2, 6, 4, secondFile, 1, 2, 8, 0, 1, 1};
    }

    @Test
    void readsOldVersions() {
        for (int version = 2; version <= 4; version++) {
            LineTable table = LineTable.of(elf(unit(version, oldLists(), program(1, 2))));
            assertEquals("main.c:10:3", line(table, 0x40080000));
            assertEquals("main.c:10:3", line(table, 0x40080001));
            assertEquals("main.c:11:3", line(table, 0x40080002));
            assertEquals("include/util.h:11:3", line(table, 0x40080008));
            assertEquals("include/util.h:11:3", line(table, 0x4008000F));
            assertEquals("none", line(table, 0x40080010));
            assertEquals("none", line(table, 0x4007FFFF));
        }
    }

    @Test
    void readsVersion5() {
        LineTable table = LineTable.of(elf(unit(5, newLists(), program(0, 1))));
        assertEquals("/home/main.c:10:3", line(table, 0x40080000));
        assertEquals("/home/include/util.h:11:3", line(table, 0x40080008));
    }

    /** The linker leaves the lines of functions that it drops, at address 0. */
    @Test
    void droppedFunctionsHaveNoLines() {
        int[] program = program(1, 2);
        program[5] = 0;
        program[6] = 0;
        assertTrue(LineTable.of(elf(unit(4, oldLists(), program))).isEmpty());
    }

    @Test
    void unknownOpcodesArePassedOver() {
        LineTable table = LineTable.of(elf(unit(4, oldLists(), 0, 5, 2, 0, 0, 8, 0x40, 12, 0x81, 1, 0, 3, 0x80, 1, 2, 3, 9, 1,
                2, 4, 0,
                1, 1)));
        assertEquals("main.c:10", line(table, 0x40080000));
    }

    @Test
    void damageIsNamed() {
        byte[] wrongVersion = unit(4, oldLists(), program(1, 2));
        wrongVersion[4] = 9;
        assertTrue(assertThrows(FirmwareException.class, () -> LineTable.of(elf(wrongVersion))).getMessage()
                .startsWith("app.elf .debug_line has a line number program of version 9 at offset 0x4; "));
        SourceLocator locator = new SourceLocator(elf(wrongVersion));
        assertTrue(locator.problem().isPresent());
        assertEquals(Optional.empty(), locator.lineAt(0x40080000));
    }

    @Test
    void programWithoutDebuggingInformationHasItsSymbols() {
        SourceLocator locator = new SourceLocator(ElfFile.parse(ByteView.of("app.elf", HandMadeElf.program().bytes())));
        assertEquals(List.of(new SourceFrame("app_main", Optional.empty(), false)), locator.framesAt(0x400D0104));
        assertEquals(List.of(), locator.framesAt(0x12345678));
        assertEquals(Optional.empty(), locator.problem());
    }
}
