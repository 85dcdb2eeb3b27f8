package dev.crema.emulator.device;

/** RTC_I2C, 0x3FF48C00: the ULP coprocessor's I2C master. Storage: the coprocessor does not run. */
public final class RtcI2c extends RegisterBlock {
    /** Makes the block. */
    public RtcI2c() {
        super("RTC_I2C", 0x4c);
        register(0x000, "SCL_LOW_PERIOD");
        register(0x004, "CTRL");
        register(0x008, "DEBUG_STATUS");
        register(0x00c, "TIMEOUT");
        register(0x010, "SLAVE_ADDR");
        register(0x01c, "DATA");
        register(0x020, "INT_RAW");
        register(0x024, "INT_CLR");
        register(0x028, "INT_EN");
        register(0x02c, "INT_ST");
        register(0x030, "SDA_DUTY");
        register(0x038, "SCL_HIGH_PERIOD");
        register(0x040, "SCL_START_PERIOD");
        register(0x044, "SCL_STOP_PERIOD");
        register(0x048, "CMD");
    }
}
