package dev.crema.emulator.chip;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import java.util.Arrays;

/**
 * One byte array with every memory of the board: mask ROM, the three SRAMs, RTC memories, flash and external RAM. The constants
 * are offsets in it, all multiples of a page; flash comes last but one and PSRAM last because their sizes vary.
 */
public final class Backing implements Stateful {
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

    private static final int PAGE = 1 << 12;
    private static final byte[] ERASED = filled(0xff);
    private static final byte[] ZERO = filled(0);

    private final byte[] bytes;
    private final int flashSize;
    private final int psramSize;
    private byte[] rom0 = {};
    private byte[] rom1 = {};
    private byte[] flash = {};

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
    public void loadRom(byte[] first, byte[] second) {
        rom0 = first;
        rom1 = second;
        System.arraycopy(rom0, 0, bytes, ROM0, rom0.length);
        System.arraycopy(rom1, 0, bytes, ROM1, rom1.length);
    }

    /** Fills the flash chip from its beginning; the rest is erased. */
    public void loadFlash(byte[] contents) {
        Arrays.fill(bytes, FLASH, FLASH + flashSize, (byte) 0xff);
        flash = contents;
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

    /** {@inheritDoc} Only what is not as it was at first. */
    @Override
    public void state(State state) {
        for (int page = 0; page < bytes.length; page += PAGE) {
            if (state.value(!state.restores() && !isAsAtFirst(page))) {
                state.bytes(bytes, page, PAGE);
            }
        }
    }

    private boolean isAsAtFirst(int page) {
        if (page < ROM1) {
            return equal(page, rom0, page - ROM0, ZERO);
        }
        if (page < SRAM0) {
            return equal(page, rom1, page - ROM1, ZERO);
        }
        return page >= FLASH && page < psram() ? equal(page, flash, page - FLASH, ERASED) : equal(page, ZERO, 0, ZERO);
    }

    /** Whether a page equals one of another array, beyond whose end it is filled like another page. */
    private boolean equal(int page, byte[] other, int from, byte[] beyond) {
        int there = Math.clamp(other.length - from, 0, PAGE);
        return (there == 0 || Arrays.equals(bytes, page, page + there, other, from, from + there))
                && Arrays.equals(bytes, page + there, page + PAGE, beyond, there, PAGE);
    }

    private static byte[] filled(int value) {
        byte[] page = new byte[PAGE];
        Arrays.fill(page, (byte) value);
        return page;
    }
}
