package dev.crema.emulator.rom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The constants of the ROM that applications read where the linker scripts of ESP-IDF say they are. */
final class RomConstants {
    /** {@code __month_lengths}: int[2][12], the second row for leap years. */
    private static final int MONTH_LENGTHS = 0x3FF9609C;
    private static final int[] MONTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int FEBRUARY = 1;

    /**
     * {@code _data_start_btdm_rom}: where the initial data of the ROM's Bluetooth functions is. Those functions are missing here;
     * with zeros for data, firmware that starts Bluetooth comes as far as the first of them, whose call tells which it is.
     */
    private static final int BLUETOOTH_DATA = 0x4000D4F4;
    private static final int ZEROS = 0x40010000;

    private RomConstants() {
    }

    /** Writes the constants into the ROM. What is not mentioned is 0, as the three fake FILEs are. */
    static void put(byte[] rom) {
        ByteBuffer bytes = ByteBuffer.wrap(rom).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(MaskRom.offset(MONTH_LENGTHS));
        for (int leap = 0; leap < 2; leap++) {
            for (int month = 0; month < MONTHS.length; month++) {
                bytes.putInt(MONTHS[month] + (month == FEBRUARY ? leap : 0));
            }
        }
        bytes.putInt(MaskRom.offset(BLUETOOTH_DATA), ZEROS);
        bytes.putInt(MaskRom.offset(CtypeFunctions.CTYPE_POINTER), CtypeFunctions.CTYPE);
        bytes.put(MaskRom.offset(CtypeFunctions.CTYPE), CtypeFunctions.table());
    }
}
