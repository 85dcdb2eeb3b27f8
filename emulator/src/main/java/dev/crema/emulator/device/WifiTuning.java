package dev.crema.emulator.device;

/**
 * Which channel the radio is on. There is no register for it: software tunes the synthesiser to the middle of what it uses. That is
 * the channel, or with 40 MHz the frequency between the primary and the secondary channel, which are 20 MHz apart. What libphy's
 * {@code bb_bss_cbw40} sets then tells the two from each other.
 */
public final class WifiTuning {
    /** 10 MHz, from the middle to the primary channel. */
    private static final int HALF = 2;

    private final AnalogI2c synthesiser;
    private final Dport dport;
    private final Nrx receiver;

    /** The channel that three blocks together stand for. */
    public WifiTuning(AnalogI2c synthesiser, Dport dport, Nrx receiver) {
        this.synthesiser = synthesiser;
        this.dport = dport;
        this.receiver = receiver;
    }

    /** The primary channel, 1 to 14, or 0 before the first tuning. */
    public int channel() {
        int middle = synthesiser.channel();
        if (middle == 0 || !dport.wifiUses40MHz()) {
            return middle;
        }
        return Math.clamp(receiver.secondaryIsBelow() ? middle + HALF : middle - HALF, 1, 14);
    }
}
