package dev.crema.emulator.rom;

/**
 * Where the settings of a GPIO pad are (TRM, "IO_MUX and GPIO Matrix"): in IO_MUX, and for the pads of the RTC domain in RTC_IO.
 *
 * @param ioMux the address of the pad's register in IO_MUX
 * @param rtcIo the address of the pad's register in RTC_IO; 0 for a pad that is digital only
 * @param hold the bit that holds the pad, in its register of RTC_IO, or in DIG_PAD_HOLD for a digital pad
 * @param forceHold the bit that holds the pad in RTC_CNTL_HOLD_FORCE_REG; -1 for a digital pad
 * @param drive the lower bit of the drive strength in RTC_IO; -1 if the pad has none there
 * @param pullUp the bit of the pull-up in RTC_IO; the pull-down is the next one
 */
record Pad(int ioMux, int rtcIo, int hold, int forceHold, int drive, int pullUp) {
    private static final int COUNT = 40;
    /** Pads from here on are inputs only. */
    private static final int FIRST_INPUT_ONLY = 34;
    private static final int IO_MUX = 0x3FF49000;
    private static final int RTC_IO = 0x3FF48400;
    private static final int NONE = -1;

    private static final Pad[] PADS = new Pad[COUNT];

    static {
        touch(4, 0x48, 0x94, 8);
        touch(0, 0x44, 0x98, 9);
        touch(2, 0x40, 0x9C, 10);
        touch(15, 0x3C, 0xA0, 11);
        touch(13, 0x38, 0xA4, 12);
        touch(12, 0x34, 0xA8, 13);
        touch(14, 0x30, 0xAC, 14);
        touch(27, 0x2C, 0xB0, 15);
        rtc(25, 0x24, 0x84, 29, 2, 30, 27);
        rtc(26, 0x28, 0x88, 29, 3, 30, 27);
        rtc(32, 0x1C, 0x8C, 24, 16, 25, 22);
        rtc(33, 0x20, 0x8C, 29, 17, 30, 27);
        rtc(34, 0x14, 0x80, 31, 0, NONE, NONE);
        rtc(35, 0x18, 0x80, 30, 1, NONE, NONE);
        rtc(36, 0x04, 0x7C, 31, 4, NONE, NONE);
        rtc(37, 0x08, 0x7C, 30, 5, NONE, NONE);
        rtc(38, 0x0C, 0x7C, 29, 6, NONE, NONE);
        rtc(39, 0x10, 0x7C, 28, 7, NONE, NONE);
        digital(1, 0x88, 1);
        digital(3, 0x84, 0);
        digital(5, 0x6C, 8);
        digital(6, 0x60, 2);
        digital(7, 0x64, 3);
        digital(8, 0x68, 4);
        digital(9, 0x54, 5);
        digital(10, 0x58, 6);
        digital(11, 0x5C, 7);
        digital(16, 0x4C, 9);
        digital(17, 0x50, 10);
        digital(18, 0x70, 11);
        digital(19, 0x74, 12);
        digital(20, 0x78, 13);
        digital(21, 0x7C, 14);
        digital(22, 0x80, 15);
        digital(23, 0x8C, 16);
        // The pad of GPIO 24 has a register, and no RTC functions nor pin.
        PADS[24] = new Pad(IO_MUX + 0x90, 0, NONE, NONE, NONE, NONE);
    }

    private static void digital(int gpio, int ioMux, int hold) {
        PADS[gpio] = new Pad(IO_MUX + ioMux, 0, hold, NONE, NONE, NONE);
    }

    private static void touch(int gpio, int ioMux, int rtcIo, int forceHold) {
        rtc(gpio, ioMux, rtcIo, 31, forceHold, 29, 27);
    }

    private static void rtc(int gpio, int ioMux, int rtcIo, int hold, int forceHold, int drive, int pullUp) {
        PADS[gpio] = new Pad(IO_MUX + ioMux, RTC_IO + rtcIo, hold, forceHold, drive, pullUp);
    }

    /** Whether there is a pad of this number. */
    static boolean exists(int gpio) {
        return gpio >= 0 && gpio < COUNT && PADS[gpio] != null;
    }

    /** Whether the level of the pad can be held. */
    static boolean canHold(int gpio) {
        return exists(gpio) && PADS[gpio].hold != NONE;
    }

    /** Whether the pad has an output driver and pulls. */
    static boolean isOutput(int gpio) {
        return canHold(gpio) && gpio < FIRST_INPUT_ONLY;
    }

    /** The pad of a number that exists. */
    static Pad of(int gpio) {
        return PADS[gpio];
    }

    /** Whether the pad belongs to the RTC domain. */
    boolean isRtc() {
        return rtcIo != 0;
    }
}
