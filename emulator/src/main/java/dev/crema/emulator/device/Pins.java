package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import java.util.Arrays;

/**
 * The electrical side of the 40 pads: what level each one has, and why. From strongest to weakest a pad follows
 * <ol>
 * <li>the chip, when an output driver that owns the pad is enabled (an open-drain driver only ever pulls low);
 * <li>the outside world, when {@link #drive} was called for it;
 * <li>its pull-up; a pad that is pulled down, or floats, reads 0.
 * </ol>
 *
 * <p>The chip's half (drivers, ownership, pulls, input enable) is set by {@link IoMux}, {@link GpioMatrix} and {@link RtcIo}; the
 * world's half is public: drive a pad, read a level, listen to edges. A pad belongs to the RTC GPIO when its RTC_IO MUX_SEL is 1,
 * else to the GPIO matrix when IO_MUX selects the GPIO function, else to a peripheral directly, which leaves it undriven here.
 *
 * <p>The pads of the RTC have two pull-ups, one controlled by IO_MUX and one by RTC_IO; either pulls.
 */
public final class Pins implements Stateful {
    /** Pads are numbered from 0 to 39. */
    public static final int COUNT = 40;

    /** Told of the edges of pads. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A pad changed.
         *
         * @param pin 0 to 39
         * @param level what it has now
         */
        void changed(int pin, boolean level);
    }

    private static final Driver NOBODY = new Driver();

    /** One of the two output stages that can own a pad; bit n of each word belongs to pad n. */
    static final class Driver implements Stateful {
        private long enabled;
        private long high;
        private long openDrain;

        @Override
        public void state(State state) {
            enabled = state.value(enabled);
            high = state.value(high);
            openDrain = state.value(openDrain);
        }
    }

    /** The pad's driver while the GPIO matrix owns it. */
    final Driver digital = new Driver();
    /** The pad's driver while the RTC GPIO owns it. */
    final Driver rtc = new Driver();

    private long gpioFunction;
    private long rtcOwned;
    private long digitalInputEnabled;
    private long rtcInputEnabled;
    private long digitalPullUp;
    private long rtcPullUp;
    private long driven;
    private long drivenHigh;
    private long levels;
    private Listener[] listeners = {};
    private Listener digitalInput = (pin, level) -> { };

    /**
     * Connects a pad to an outside driver.
     *
     * @param pin 0 to 39
     * @param high its level
     */
    public void drive(int pin, boolean high) {
        driven |= bit(pin);
        drivenHigh = with(drivenHigh, pin, high);
        settle(pin);
    }

    /**
     * Disconnects a pad from the outside.
     *
     * @param pin 0 to 39
     */
    public void release(int pin) {
        driven &= ~bit(pin);
        settle(pin);
    }

    /**
     * The level of a pad.
     *
     * @param pin 0 to 39
     */
    public boolean level(int pin) {
        return (levels & bit(pin)) != 0;
    }

    /** The levels of all pads, pad n in bit n. */
    public long levels() {
        return levels;
    }

    /**
     * Whether the chip drives a pad.
     *
     * @param pin 0 to 39
     */
    public boolean output(int pin) {
        Driver owner = owner(pin);
        return (owner.enabled & ~(owner.openDrain & owner.high) & bit(pin)) != 0;
    }

    /** Adds a listener to the edges of all pads. It may drive pads itself. */
    public void listen(Listener listener) {
        listeners = Arrays.copyOf(listeners, listeners.length + 1);
        listeners[listeners.length - 1] = listener;
    }

    /** Removes a listener. */
    public void unlisten(Listener listener) {
        listeners = Arrays.stream(listeners).filter(one -> one != listener).toArray(Listener[]::new);
    }

    /** Sets who is told when what the GPIO matrix sees of a pad changes. */
    void onDigitalInput(Listener listener) {
        digitalInput = listener;
    }

    /** What the GPIO matrix sees: 0 where the pad's input is disabled or the RTC owns it. */
    long digitalInputs() {
        return levels & digitalInputEnabled & ~rtcOwned;
    }

    /** What the RTC GPIO sees. */
    long rtcInputs() {
        return levels & rtcInputEnabled & rtcOwned;
    }

    void drive(Driver driver, int pin, boolean enabled, boolean high, boolean openDrain) {
        driver.enabled = with(driver.enabled, pin, enabled);
        driver.high = with(driver.high, pin, high);
        driver.openDrain = with(driver.openDrain, pin, openDrain);
        settle(pin);
    }

    void digitalPad(int pin, boolean gpio, boolean inputEnabled, boolean pullUp) {
        boolean before = seen(pin);
        gpioFunction = with(gpioFunction, pin, gpio);
        digitalInputEnabled = with(digitalInputEnabled, pin, inputEnabled);
        digitalPullUp = with(digitalPullUp, pin, pullUp);
        settle(pin, before);
    }

    void rtcPad(int pin, boolean owned, boolean inputEnabled, boolean pullUp) {
        boolean before = seen(pin);
        rtcOwned = with(rtcOwned, pin, owned);
        rtcInputEnabled = with(rtcInputEnabled, pin, inputEnabled);
        rtcPullUp = with(rtcPullUp, pin, pullUp);
        settle(pin, before);
    }

    private void settle(int pin) {
        settle(pin, seen(pin));
    }

    private void settle(int pin, boolean seenBefore) {
        boolean before = level(pin);
        boolean now = resolve(pin);
        levels = with(levels, pin, now);
        boolean seenNow = seen(pin);
        if (seenNow != seenBefore) {
            digitalInput.changed(pin, seenNow);
        }
        if (now != before) {
            for (Listener listener : listeners) {
                listener.changed(pin, now);
            }
        }
    }

    private boolean resolve(int pin) {
        long bit = bit(pin);
        if (output(pin)) {
            return (owner(pin).high & bit) != 0;
        }
        if ((driven & bit) != 0) {
            return (drivenHigh & bit) != 0;
        }
        return ((digitalPullUp | rtcPullUp) & bit) != 0;
    }

    private boolean seen(int pin) {
        return (digitalInputs() & bit(pin)) != 0;
    }

    private Driver owner(int pin) {
        if ((rtcOwned & bit(pin)) != 0) {
            return rtc;
        }
        return (gpioFunction & bit(pin)) != 0 ? digital : NOBODY;
    }

    private static long bit(int pin) {
        return 1L << pin;
    }

    private static long with(long word, int pin, boolean one) {
        return one ? word | bit(pin) : word & ~bit(pin);
    }

    @Override
    public void state(State state) {
        state.all(digital, rtc);
        gpioFunction = state.value(gpioFunction);
        rtcOwned = state.value(rtcOwned);
        digitalInputEnabled = state.value(digitalInputEnabled);
        rtcInputEnabled = state.value(rtcInputEnabled);
        digitalPullUp = state.value(digitalPullUp);
        rtcPullUp = state.value(rtcPullUp);
        driven = state.value(driven);
        drivenHigh = state.value(drivenHigh);
        levels = state.value(levels);
    }
}
