package dev.crema.emulator.device;

import dev.crema.emulator.time.Clock;

/** A clock that tests move, and a GPIO matrix on pads that can be looked at. */
final class Bench {
    /** Pad 18 is plain GPIO after reset, with its input enabled and no pull. */
    static final int PAD = 18;

    final Clock clock = new Clock();
    final ClockTree clocks = new ClockTree(false);
    final Pins pins = new Pins();
    final IoMux ioMux = new IoMux(pins);
    final Gpio gpio = new Gpio(pins, new Gpio.Lines(new Wire(), new Wire(), new Wire(), new Wire()), 0);

    /** APB runs at 80 MHz, as it does under every application. */
    Bench() {
        clocks.selectSocClock(1);
    }

    void advance(long microseconds) {
        Passing.microseconds(clock, microseconds);
    }

    void advanceTicks(long ticks) {
        Passing.ticks(clock, ticks);
    }

    void routeOut(int signal, int pad) {
        gpio.write(0x530 + 4 * pad, signal, 4);
    }

    void routeIn(int signal, int pad) {
        gpio.write(0x130 + 4 * signal, 1 << 7 | pad, 4);
    }
}
