package dev.crema.emulator.chip;

import java.util.Arrays;

/**
 * One byte array with every memory of the board: mask ROM, the three SRAMs, RTC memories, flash and external RAM. The constants
 * are offsets in it, all multiples of a page; flash comes last but one and PSRAM last because their sizes vary.
 */
public final class Backing {
    /** ROM 0, 384 KiB at 0x40000000. */
    public static final int ROM0 = 0;
    /** Bytes of ROM 0. */
    public static final int ROM0_SIZE = 0x60000;
    /** ROM 1, 64 KiB at 0x40060000 and 0x3FF90000. */
    public static final int ROM1 = ROM0 + ROM0_SIZE;
    /** Bytes of ROM 1. */
    public static final int ROM1_SIZE = 0x10000;
    /** SRAM 0, 192 KiB at 0x40070000. */
    public static final int SRAM0 = ROM1 + ROM1_SIZE;
    /** Bytes of SRAM 0. */
    public static final int SRAM0_SIZE = 0x30000;
    /** SRAM 1, 128 KiB in the order of its data-bus view at 0x3FFE0000. */
    public static final int SRAM1 = SRAM0 + SRAM0_SIZE;
    /** Bytes of SRAM 1. */
    public static final int SRAM1_SIZE = 0x20000;
    /** SRAM 2, 200 KiB at 0x3FFAE000. */
    public static final int SRAM2 = SRAM1 + SRAM1_SIZE;
    /** Bytes of SRAM 2. */
    public static final int SRAM2_SIZE = 0x32000;
    /** RTC fast memory, 8 KiB at 0x3FF80000 and 0x400C0000. */
    public static final int RTC_FAST = SRAM2 + SRAM2_SIZE;
    /** RTC slow memory, 8 KiB at 0x50000000. */
    public static final int RTC_SLOW = RTC_FAST + 0x2000;
    /** Bytes of either RTC memory. */
    public static final int RTC_SIZE = 0x2000;
    /** The flash chip. */
    public static final int FLASH = RTC_SLOW + RTC_SIZE;

    private final byte[] bytes;
    private final int flashSize;
    private final int psramSize;

    /**
     * Memory of a board, all zero.
     *
     * @param flashSize bytes of the flash chip, a power of two of at least 1 MiB
     * @param psramSize bytes of the PSRAM chip, 0 or a power of two of at least 2 MiB
     */
    public Backing(int flashSize, int psramSize) {
        this.flashSize = flashSize;
        this.psramSize = psramSize;
        this.bytes = new byte[FLASH + flashSize + psramSize];
    }

    /** Fills the mask ROM. */
    public void loadRom(byte[] rom0, byte[] rom1) {
        System.arraycopy(rom0, 0, bytes, ROM0, rom0.length);
        System.arraycopy(rom1, 0, bytes, ROM1, rom1.length);
    }

    /** Fills the flash chip from its beginning; the rest is erased. */
    public void loadFlash(byte[] contents) {
        Arrays.fill(bytes, FLASH, FLASH + flashSize, (byte) 0xff);
        System.arraycopy(contents, 0, bytes, FLASH, contents.length);
    }

    /** The array itself. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes of the flash chip. */
    public int flashSize() {
        return flashSize;
    }

    /** Where the PSRAM begins. */
    public int psram() {
        return FLASH + flashSize;
    }

    /** Bytes of the PSRAM chip, 0 if there is none. */
    public int psramSize() {
        return psramSize;
    }
}
