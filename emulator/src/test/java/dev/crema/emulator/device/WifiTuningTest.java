package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The registers as libphy of ESP-IDF 4.2 and 5.5 leaves them, for soft access points that offer 20 and 40 MHz. */
class WifiTuningTest {
    private final AnalogI2c synthesiser = new AnalogI2c();
    private final Dport dport = new Dport(new ClockTree(false), new InterruptMatrix((cpu, asserted) -> { }), AppCpu.NONE, Caches.NONE);
    private final Nrx receiver = new Nrx();
    private final WifiTuning tuning = new WifiTuning(synthesiser, dport, receiver);

    private enum AppCpu implements AppCpuControl {
        NONE;

        @Override
        public void reset() { }

        @Override
        public void run(boolean running) { }
    }

    private enum Caches implements CacheControl {
        NONE;

        @Override
        public void configured(int cpu, boolean enabled, int closed, int flashPageSize, int psramPageSize) { }

        @Override
        public void flushed(int cpu) { }
    }

    private void tune(int megahertz) {
        synthesiser.write(0x0c4, 0xd3002d00 | 2 * (megahertz - 2400), 4);
    }

    private void bandwidth(int dig, int below) {
        dport.write(0x024, dig << 2, 4);
        receiver.write(0xc0c, 0x1241fc | below, 4);
    }

    @Test
    void aChannelOf20MHzIsItsMiddle() {
        assertEquals(0, tuning.channel());
        tune(2412);
        bandwidth(0, 0);
        assertEquals(1, tuning.channel());
        tune(2484);
        assertEquals(14, tuning.channel());
    }

    @Test
    void theMiddleOf40MHzIsTwoChannelsOff() {
        bandwidth(1, 0);
        assertEquals(0, tuning.channel());
        tune(2422);
        assertEquals(1, tuning.channel(), "the secondary channel, 5, is above");
        tune(2452);
        bandwidth(1, 1);
        assertEquals(11, tuning.channel(), "the secondary channel, 7, is below");
    }

    @Test
    void nonsenseStaysWithinTheBand() {
        tune(2412);
        bandwidth(1, 0);
        assertEquals(1, tuning.channel());
        tune(2484);
        bandwidth(1, 1);
        assertEquals(14, tuning.channel());
    }
}
