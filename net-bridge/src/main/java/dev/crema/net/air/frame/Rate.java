package dev.crema.net.air.frame;

import dev.crema.emulator.device.RadioFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast, and how, a frame is sent.
 *
 * @param code as in {@link RadioFrame#rate()}
 * @param modulation the family that the rate belongs to
 * @param kilobits in a second
 * @param sensitivity the weakest signal in dBm that a chip understands at this rate (ESP32 Datasheet, receiver
 *     sensitivity, for the slowest and fastest of each family; between them interpolated)
 */
public record Rate(int code, Modulation modulation, int kilobits, int sensitivity) {
    /** The families of rates: 802.11b, 802.11g, 802.11n. */
    public enum Modulation { DSSS, OFDM, HT }

    private static final int FIRST_SHORT_GUARD = 24;
    private static final List<Rate> RATES = rates();

    /** 1 Mbit/s, what every station in reach understands. */
    public static final Rate SLOWEST = of(RadioFrame.RATE_1M);

    private static List<Rate> rates() {
        List<Rate> rates = new ArrayList<>();
        int[] dsss = {1_000, 2_000, 5_500, 11_000};
        int[] dsssSensitivity = {-98, -95, -92, -88};
        for (int code = 0; code < 8; code++) {
            rates.add(new Rate(code, Modulation.DSSS, dsss[code & 3], dsssSensitivity[code & 3]));
        }
        int[] ofdm = {48_000, 24_000, 12_000, 6_000, 54_000, 36_000, 18_000, 9_000};
        int[] ofdmSensitivity = {-77, -84, -90, -93, -75, -81, -87, -92};
        for (int i = 0; i < 8; i++) {
            rates.add(new Rate(8 + i, Modulation.OFDM, ofdm[i], ofdmSensitivity[i]));
        }
        int[] ht = {6_500, 13_000, 19_500, 26_000, 39_000, 52_000, 58_500, 65_000};
        int[] htSensitivity = {-93, -90, -87, -84, -81, -77, -75, -73};
        for (int i = 0; i < 16; i++) {
            rates.add(new Rate(16 + i, Modulation.HT, i < 8 ? ht[i] : ht[i - 8] * 10 / 9, htSensitivity[i & 7]));
        }
        return rates;
    }

    /** The rate of a code; of codes that mean nothing, the slowest. */
    public static Rate of(int code) {
        return RATES.get(code >= 0 && code < RATES.size() ? code : RadioFrame.RATE_1M);
    }

    /** The fastest rate of 802.11b and g at which a signal is understood. */
    public static Rate fastest(int dbm) {
        Rate best = SLOWEST;
        for (Rate rate : RATES) {
            if (rate.modulation != Modulation.HT && rate.sensitivity <= dbm && rate.kilobits > best.kilobits) {
                best = rate;
            }
        }
        return best;
    }

    /**
     * Time on the air in microseconds, preamble included (IEEE 802.11-2016, sections 16.2.2, 17.4.3, 19.4.3).
     *
     * @param length of the frame in bytes, with its check sequence
     */
    public int micros(int length) {
        return switch (modulation) {
            // The short preamble takes half as long.
            case DSSS -> (code > 4 ? 96 : 192) + Math.ceilDiv(8_000 * length, kilobits);
            // 16 bits of service and 6 of tail; a symbol takes 4 us. In the 2.4 GHz band 6 us of silence belong to the frame.
            case OFDM -> 20 + 4 * Math.ceilDiv(16 + 8 * length + 6, kilobits * 4 / 1_000) + 6;
            // At the short guard interval a symbol takes 3.6 us, and holds what it does at the long one.
            case HT -> {
                boolean shortGuard = code >= FIRST_SHORT_GUARD;
                int bits = of(shortGuard ? code - 8 : code).kilobits * 4 / 1_000;
                yield 36 + (shortGuard ? 36 : 40) * Math.ceilDiv(16 + 8 * length + 6, bits) / 10 + 6;
            }
        };
    }
}
