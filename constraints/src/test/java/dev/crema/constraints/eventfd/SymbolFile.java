package dev.crema.constraints.eventfd;

import dev.crema.firmware.ByteView;
import dev.crema.firmware.elf.ElfFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An ELF file that holds nothing but symbols (System V ABI, chapter 4). */
final class SymbolFile {
    private static final int HEADER = 52;
    private static final int SECTION = 40;
    private static final int SYMBOL = 16;
    private static final int FUNCTION = 0x12;
    private static final int OBJECT = 0x11;
    private static final short ABSOLUTE = (short) 0xfff1;

    private SymbolFile() {
    }

    /** A file with functions, those below 0x40000000 variables, all of four bytes. */
    static ElfFile of(Map<String, Integer> symbols) {
        StringBuilder names = new StringBuilder("\0");
        ByteBuffer table = ByteBuffer.allocate(SYMBOL * (symbols.size() + 1)).order(ByteOrder.LITTLE_ENDIAN).position(SYMBOL);
        symbols.forEach((name, address) -> {
            table.putInt(names.length()).putInt(address).putInt(Integer.BYTES)
                    .put((byte) (address >= 0x40000000 ? FUNCTION : OBJECT)).put((byte) 0).putShort(ABSOLUTE);
            names.append(name).append('\0');
        });
        byte[] strings = names.toString().getBytes(StandardCharsets.US_ASCII);
        int sections = HEADER + table.capacity() + strings.length;
        ByteBuffer file = ByteBuffer.allocate(sections + 3 * SECTION).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1}).position(16);
        file.putShort((short) 2).putShort((short) 94).putInt(1).putInt(0).putInt(0).putInt(sections).putInt(0)
                .putShort((short) HEADER).putShort((short) 32).putShort((short) 0).putShort((short) SECTION).putShort((short) 3)
                .putShort((short) 2);
        file.put(table.array()).put(strings).position(sections + SECTION);
        file.putInt(0).putInt(2).putInt(0).putInt(0).putInt(HEADER).putInt(table.capacity()).putInt(2).putInt(1).putInt(4).putInt(SYMBOL);
        file.putInt(0).putInt(3).putInt(0).putInt(0).putInt(HEADER + table.capacity()).putInt(strings.length).putInt(0).putInt(0)
                .putInt(1).putInt(0);
        return ElfFile.parse(ByteView.of("symbols", file.array()));
    }
}
