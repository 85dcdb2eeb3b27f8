package dev.crema.emulator.device;

/** What the analog sensors of the chip see. An implementation overrides what it wants to set. */
public interface AnalogInputs {
    /** Everything in the middle of its scale, nothing touched, a warm room. */
    AnalogInputs IDLE = new AnalogInputs() { };

    /**
     * A conversion of a SAR ADC.
     *
     * @param unit 1 or 2
     * @param channel 0 to 7 of ADC1, 0 to 9 of ADC2
     * @return 0 to 4095, rising with the voltage
     */
    default int adc(int unit, int channel) {
        return 2048;
    }

    /**
     * The charge cycles of a touch pad in its measuring time: fewer when it is touched.
     *
     * @param pad 0 to 9
     * @return 0 to 65535
     */
    default int touch(int pad) {
        return 1000;
    }

    /** The reading of the internal temperature sensor, 0 to 255. */
    default int temperature() {
        return 128;
    }
}
