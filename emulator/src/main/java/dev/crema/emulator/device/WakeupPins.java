package dev.crema.emulator.device;

/** The RTC pads as the wake-up logic sees them. */
public interface WakeupPins {
    /** The level of RTC pad n, 0 to 17, in bit n. */
    int levels();

    /** The RTC pad that {@code RTC_IO_EXT_WAKEUP0} selects. */
    int ext0();
}
