package dev.crema.emulator.device;

/**
 * How long frames are on the air, in microseconds, in the 2.4 GHz band (IEEE 802.11-2020, clauses 15 to 19: DSSS, HR/DSSS, ERP and
 * HT PHYs). Rates are the MAC's codes, see {@link RadioFrame#rate()}.
 */
public final class AirTime {
    /** The time that a station needs between the end of a frame and the start of its answer. */
    public static final int SIFS = 10;
    /** The unit of backoff, with the short slots of 802.11g. */
    public static final int SLOT = 9;

    private static final int FRAME_CHECK_SEQUENCE = 4;
    private static final int ACK_BYTES = 10;
    private static final int CCK_CODES = 8;
    private static final int HT_CODE = 16;
    private static final int HT_SHORT_GUARD_CODE = 24;

    /** Units of 100 kbit/s of codes 0 to 7; code 4 would be 1 Mbit/s with a short preamble, which does not exist. */
    private static final int[] CCK_RATE = {10, 20, 55, 110, 10, 20, 55, 110};
    /** Data bits per 4 µs symbol of codes 8 to 15: 48, 24, 12, 6, 54, 36, 18, 9 Mbit/s. */
    private static final int[] OFDM_BITS = {192, 96, 48, 24, 216, 144, 72, 36};
    /** Data bits per symbol of MCS 0 to 7 in 20 MHz. */
    private static final int[] HT_BITS = {26, 52, 78, 104, 156, 208, 234, 260};

    private static final int LONG_PREAMBLE = 192;
    private static final int SHORT_PREAMBLE = 96;
    private static final int OFDM_PREAMBLE = 20;
    private static final int HT_MIXED_PREAMBLE = 36;
    private static final int SIGNAL_EXTENSION = 6;
    private static final int SERVICE_AND_TAIL = 22;

    private AirTime() {
    }

    /**
     * Of a frame.
     *
     * @param rate code, of which the low five bits count
     * @param bytes of the frame without its frame check sequence
     */
    public static int of(int rate, int bytes) {
        int code = rate & 31;
        int bits = 8 * (bytes + FRAME_CHECK_SEQUENCE);
        if (code < CCK_CODES) {
            int preamble = code < CCK_CODES / 2 ? LONG_PREAMBLE : SHORT_PREAMBLE;
            return preamble + Math.ceilDiv(10 * bits, CCK_RATE[code]);
        }
        int payload = bits + SERVICE_AND_TAIL;
        if (code < HT_CODE) {
            return OFDM_PREAMBLE + 4 * Math.ceilDiv(payload, OFDM_BITS[code & 7]) + SIGNAL_EXTENSION;
        }
        int symbols = Math.ceilDiv(payload, HT_BITS[code & 7]);
        int data = code < HT_SHORT_GUARD_CODE ? 4 * symbols : Math.ceilDiv(36 * symbols, 10);
        return HT_MIXED_PREAMBLE + data + SIGNAL_EXTENSION;
    }

    /** Of the ACK to a frame: it is sent at the highest mandatory rate that is not above the frame's. */
    public static int ofAck(int rate) {
        int code = rate & 31;
        if (code < CCK_CODES) {
            return of(code == 0 ? 0 : 1, ACK_BYTES);
        }
        int bits = code < HT_CODE ? OFDM_BITS[code & 7] : HT_BITS[code & 7];
        return of(bits >= 96 ? 9 : bits >= 48 ? 10 : 11, ACK_BYTES);
    }
}
