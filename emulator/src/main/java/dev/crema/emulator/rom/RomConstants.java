package dev.crema.emulator.rom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The constants of the ROM that applications read where the linker scripts of ESP-IDF say they are. */
final class RomConstants {
    /** {@code __month_lengths}: int[2][12], the second row for leap years. */
    private static final int MONTH_LENGTHS = 0x3FF9609C;
    private static final int[] MONTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int FEBRUARY = 1;

    private RomConstants() {
    }

    /** Writes the constants into the bytes of ROM 1. What is not mentioned is 0, as the three fake FILEs are. */
    static void put(byte[] rom1) {
        ByteBuffer bytes = ByteBuffer.wrap(rom1).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(MONTH_LENGTHS - MaskRom.ROM1_DATA_ADDRESS);
        for (int leap = 0; leap < 2; leap++) {
            for (int month = 0; month < MONTHS.length; month++) {
                bytes.putInt(MONTHS[month] + (month == FEBRUARY ? leap : 0));
            }
        }
        bytes.putInt(CtypeFunctions.CTYPE_POINTER - MaskRom.ROM1_DATA_ADDRESS, CtypeFunctions.CTYPE);
        bytes.put(CtypeFunctions.CTYPE - MaskRom.ROM1_DATA_ADDRESS, CtypeFunctions.table());
    }
}
