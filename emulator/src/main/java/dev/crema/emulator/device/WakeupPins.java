package dev.crema.emulator.device;

/** The RTC pads as the wake-up logic sees them. */
public interface WakeupPins {
    /** Pads that nobody drives: all low, EXT0 on pad 0. */
    WakeupPins LOW = new WakeupPins() {
        @Override
        public int levels() {
            return 0;
        }

        @Override
        public int ext0() {
            return 0;
        }
    };

    /** The level of RTC pad n, 0 to 17, in bit n. */
    int levels();

    /** The RTC pad that {@code RTC_IO_EXT_WAKEUP0} selects. */
    int ext0();
}
