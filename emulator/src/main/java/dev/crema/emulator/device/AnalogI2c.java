package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import java.util.Arrays;

/**
 * The master of the chip's internal analog I2C bus, 0x3FF4E000 ("ANA"), with the RF synthesiser's control registers on the same
 * page. The manual does not describe it; the facts come from the ROM functions {@code rom_i2c_*} and from ESP-IDF's
 * {@code regi2c_*.h}.
 *
 * <p>A host register takes one word per access: block (7:0), register (15:8), data (23:16), write (24); bit 25 says busy. Here
 * an access ends at once. Modelled: the bytes of every host, block and register, with the calibration results that software
 * waits for; the frequency memory and the channel it is tuned to; the start and done bits of the PHY's analog measurements. Storage: everything else.
 */
public final class AnalogI2c extends RegisterBlock {
    private static final int HOSTS = 5;
    private static final int REGISTERS = 256;
    private static final int WRITE = 1 << 24;
    private static final int BUSY = 1 << 25;

    private static final int RF_PLL_HOST = 1;
    private static final int RF_PLL = 0x62;
    private static final int APLL_HOST = 3;
    private static final int APLL = 0x6d;
    private static final int BBPLL_HOST = 4;
    private static final int BBPLL = 0x66;

    /**
     * A word of the power detector's converter as it is at 3.3 V: rom_phy_get_vdd33 (0x4000642C) inverts eight of them,
     * linearises and sums them, and returns 3378 for this one.
     */
    private static final int SAR_AT_3V3 = 0xf95d;

    // The synthesiser's command to tune has 2 * (MHz - 2400) in the low byte. The addresses of the frequency memory that software
    // selects while the receiver runs, 3 * (MHz - 2400) to + 2 for each channel, are none of these.
    private static final int CHANNEL_1 = 24;
    private static final int CHANNEL_13 = 144;
    private static final int CHANNEL_14 = 168;
    private static final int CHANNEL_STEP = 10;

    /** By host and block: its 256 registers, or none if they are all 0. */
    private final byte[][] data = new byte[HOSTS << 8][];
    private final int[] frequencyMemory = new int[256];
    private final Register synthesiser;
    private final Register frequencyData;
    private int channel;

    /** Makes the block. */
    public AnalogI2c() {
        super("ANA_I2C", 0x1000);
        Register[] hosts = registers(0x000, 4, HOSTS, "HOST");
        for (int i = 0; i < HOSTS; i++) {
            int host = i;
            hosts[i].onWrite(word -> access(host, hosts[host], word));
        }
        register(0x044, "ANA_CONFIG");
        // Bit 24: the comparator of the DC calibration has settled, polled by txdc_cal.
        Register dcCalibration = register(0x04c, "TXDC_CALIBRATION");
        dcCalibration.onRead(() -> dcCalibration.get() | 1 << 24);
        // Bits 26:24 count down while the power detector converts.
        register(0x050, "POWER_DETECTOR").writable(~(7 << 24));
        for (Register word : registers(0x080, 4, 8, "SAR_DOUT")) {
            word.reset(SAR_AT_3V3).readOnly();
        }
        register(0x0c0, "FREQUENCY_MEMORY").readOnly().onRead(this::frequency);
        synthesiser = register(0x0c4, "SYNTHESISER").onWrite(this::synthesise);
        // Bit 31: the synthesiser has followed a start command (bit 8).
        synthesiser.onRead(() -> synthesiser.get() | 1 << 31);
        frequencyData = register(0x148, "FREQUENCY_DATA");
        // Bit 31: the hardware is changing frequency by itself; waited for until 0.
        register(0x168, "SYNTHESISER_STATUS").writable(~(1 << 31));
        restIsUndocumented();
    }

    @Override
    public void reset() {
        super.reset();
        Arrays.fill(data, null);
        Arrays.fill(frequencyMemory, 0);
        channel = 0;
    }

    /** The WiFi channel to whose middle the synthesiser was last tuned, 1 to 14, or 0 before the first tuning. */
    public int channel() {
        return channel;
    }

    private void access(int host, Register register, int word) {
        int block = word & 0xff;
        int number = word >>> 8 & 0xff;
        int index = host << 8 | block;
        if ((word & WRITE) != 0) {
            data[index] = data[index] == null ? new byte[REGISTERS] : data[index];
            data[index][number] = (byte) (word >>> 16);
        }
        int stored = data[index] == null ? 0 : data[index][number] & 0xff;
        register.set(word & ~(BUSY | 0xff0000) | result(host, block, number, stored) << 16);
    }

    /** What a read of a register gives: the byte written, with the results of calibrations that the hardware would do. */
    private static int result(int host, int block, int number, int stored) {
        if (host == RF_PLL_HOST && block == RF_PLL) {
            return switch (number) {
                case 5 -> stored & ~3; // the capacitor is in range
                case 7 -> stored | 1 << 7; // calibration ended, wait_rfpll_cal_end
                default -> stored;
            };
        }
        if (host == APLL_HOST && block == APLL && number == 3) {
            return stored | 1 << 7; // calibration ended, clk_ll_apll_calibration_is_done
        }
        if (host == BBPLL_HOST && block == BBPLL && number == 7) {
            return stored | 1 << 6; // calibration ended
        }
        return stored;
    }

    private void synthesise(int word) {
        int index = word & 0xff;
        if ((word & 1 << 9) != 0) {
            frequencyMemory[index] = frequencyData.get();
        } else if (index == CHANNEL_14) {
            channel = 14;
        } else if (index >= CHANNEL_1 && index <= CHANNEL_13 && (index - CHANNEL_1) % CHANNEL_STEP == 0) {
            channel = 1 + (index - CHANNEL_1) / CHANNEL_STEP;
        }
    }

    private int frequency() {
        return frequencyMemory[synthesiser.get() & 0xff];
    }

    @Override
    public void state(State state) {
        super.state(state);
        for (int index = 0; index < data.length; index++) {
            if (state.value(data[index] != null)) {
                data[index] = data[index] == null ? new byte[REGISTERS] : data[index];
                state.bytes(data[index]);
            }
        }
        state.ints(frequencyMemory);
        channel = state.value(channel);
    }
}
