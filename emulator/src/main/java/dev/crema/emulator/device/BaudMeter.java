package dev.crema.emulator.device;

/**
 * The baud-rate detector of a UART (TRM, "UART Controllers": baud rate detection): while enabled, it keeps the shortest low and
 * high pulse seen on RXD, the shortest distances between like edges, and the number of edges, all but the last in APB cycles.
 * The mask ROM's download mode reads them to find the host's rate.
 */
final class BaudMeter {
    private static final int LONGEST = 0xfffff;
    private static final int MOST_EDGES = 0x3ff;

    private final Register autobaud;
    private final Register lowPulse;
    private final Register highPulse;
    private final Register edges;
    private final Register positiveEdges;
    private final Register negativeEdges;

    BaudMeter(Register autobaud, Register lowPulse, Register highPulse, Register edges, Register positiveEdges,
            Register negativeEdges) {
        this.autobaud = autobaud.onWrite(word -> restartIfDisabled());
        this.lowPulse = lowPulse.readOnly().reset(LONGEST);
        this.highPulse = highPulse.readOnly().reset(LONGEST);
        this.edges = edges.readOnly();
        this.positiveEdges = positiveEdges.readOnly().reset(LONGEST);
        this.negativeEdges = negativeEdges.readOnly().reset(LONGEST);
    }

    private void restartIfDisabled() {
        if (!autobaud.bit(0)) {
            restart();
        }
    }

    private void restart() {
        lowPulse.set(LONGEST);
        highPulse.set(LONGEST);
        positiveEdges.set(LONGEST);
        negativeEdges.set(LONGEST);
        edges.set(0);
    }

    /**
     * A character passes on RXD.
     *
     * @param character its bits
     * @param dataBits how many of them are sent
     * @param bitCycles duration of a bit in APB cycles
     */
    void observe(int character, int dataBits, int bitCycles) {
        if (!autobaud.bit(0)) {
            return;
        }
        // Start bit at 0, data from 1, least significant first, stop bit last.
        int wire = (character & (1 << dataBits) - 1) << 1 | 1 << dataBits + 1;
        int level = 1;
        int fell = -1;
        int rose = -1;
        for (int bit = 0; bit <= dataBits + 1; bit++) {
            int next = wire >>> bit & 1;
            if (next == level) {
                continue;
            }
            level = next;
            edges.set(Math.min(MOST_EDGES, edges.get() + 1));
            if (level == 0) {
                shorten(negativeEdges, fell, bit, bitCycles);
                shorten(highPulse, rose, bit, bitCycles);
                fell = bit;
            } else {
                shorten(positiveEdges, rose, bit, bitCycles);
                shorten(lowPulse, fell, bit, bitCycles);
                rose = bit;
            }
        }
    }

    private static void shorten(Register shortest, int from, int to, int bitCycles) {
        if (from >= 0) {
            shortest.set(Math.min(shortest.get(), (to - from) * bitCycles));
        }
    }
}
