package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RtcIoTest {
    private static final int GPIO_OUT_W1TS = 0x004;
    private static final int GPIO_OUT_W1TC = 0x008;
    private static final int GPIO_ENABLE_W1TS = 0x010;
    private static final int PAD_DAC1 = 0x084;
    private static final int TOUCH_PAD7 = 0x0b0;
    private static final int MUX_SEL = 1 << 19;
    private static final int RUE = 1 << 27;
    /** RTC GPIO 17 is GPIO27. */
    private static final int RTC_GPIO17 = 1 << 14 + 17;

    private final Pins pins = new Pins();
    private final RtcIo rtcIo = new RtcIo(pins);

    @Test
    void theRtcDrivesAPadItOwns() {
        rtcIo.write(GPIO_ENABLE_W1TS, RTC_GPIO17, 4);
        rtcIo.write(GPIO_OUT_W1TS, RTC_GPIO17, 4);
        assertFalse(pins.level(27));
        rtcIo.write(TOUCH_PAD7, MUX_SEL, 4);
        assertTrue(pins.level(27));
        rtcIo.write(GPIO_OUT_W1TC, RTC_GPIO17, 4);
        assertFalse(pins.level(27));
    }

    @Test
    void thePullUpOfThePadWorksWhoeverOwnsIt() {
        rtcIo.write(TOUCH_PAD7, RUE, 4);
        assertTrue(pins.level(27));
        pins.drive(27, false);
        assertFalse(pins.level(27));
        rtcIo.reset();
        pins.release(27);
        assertFalse(pins.level(27));
    }

    @Test
    void theDacConvertsWhenPowered() {
        assertEquals(OptionalInt.empty(), rtcIo.dac(0));
        rtcIo.write(PAD_DAC1, 200 << 19 | 1 << 18 | 1 << 10, 4);
        assertEquals(OptionalInt.of(200), rtcIo.dac(0));
        assertEquals(OptionalInt.empty(), rtcIo.dac(1));
    }

    @Test
    void theWakeUpLogicSeesPadsByTheirRtcNumber() {
        assertEquals(0, rtcIo.levels() & (1 << 17 | 1));
        int others = rtcIo.levels();
        pins.drive(27, true);
        pins.drive(36, true);
        assertEquals(others | 1 << 17 | 1, rtcIo.levels());
        rtcIo.write(0x0bc, 17 << 27, 4);
        assertEquals(17, rtcIo.ext0());
    }
}
