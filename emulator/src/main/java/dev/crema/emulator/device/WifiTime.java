package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import dev.crema.emulator.time.Clock;

/**
 * The MAC's time: microseconds for which the clock common to WiFi and Bluetooth ran. ESP-IDF's {@code phy_update_wifi_mac_time}
 * makes up for the time in which it is switched off, so it stops then.
 */
final class WifiTime implements Stateful {
    private final Clock clock;
    private final WifiClocks gates;
    private boolean running;
    /** The tick at which the counter would have been 0, or its value in ticks while it stands. */
    private long base;

    WifiTime(Clock clock, WifiClocks gates) {
        this.clock = clock;
        this.gates = gates;
        gates.onChange(this::follow);
        follow();
    }

    private void follow() {
        if (running != gates.common()) {
            running = !running;
            base = clock.now() - base;
        }
    }

    void reset() {
        base = running ? clock.now() : 0;
    }

    long microseconds() {
        return (running ? clock.now() - base : base) / Clock.TICKS_PER_MICROSECOND;
    }

    @Override
    public void state(State state) {
        running = state.value(running);
        base = state.value(base);
    }
}
