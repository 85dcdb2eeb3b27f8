package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpioTest {
    private static final int OUT = 0x004;
    private static final int OUT_W1TS = 0x008;
    private static final int OUT_W1TC = 0x00c;
    private static final int OUT1_W1TS = 0x014;
    private static final int ENABLE_W1TS = 0x024;
    private static final int ENABLE1_W1TS = 0x030;
    private static final int STRAP = 0x038;
    private static final int IN = 0x03c;
    private static final int IN1 = 0x040;
    private static final int STATUS = 0x044;
    private static final int STATUS_W1TC = 0x04c;
    private static final int STATUS1_W1TC = 0x058;
    private static final int ACPU_INT = 0x060;
    private static final int PCPU_INT = 0x068;
    private static final int PCPU_INT1 = 0x07c;
    private static final int OPEN_DRAIN = 1 << 2;
    private static final int RISING = 1 << 7;
    private static final int FALLING = 2 << 7;
    private static final int ANY_EDGE = 3 << 7;
    private static final int LOW = 4 << 7;
    private static final int APP = 1 << 13;
    private static final int PRO = 1 << 15;
    private static final int PRO_NMI = 1 << 16;
    private static final int INPUT_ENABLE = 0x2a00;

    private final Pins pins = new Pins();
    private final IoMux ioMux = new IoMux(pins);
    private final RtcIo rtcIo = new RtcIo(pins);
    private final Wire pro = new Wire();
    private final Wire proNmi = new Wire();
    private final Wire app = new Wire();
    private final Wire appNmi = new Wire();
    private final Gpio gpio = new Gpio(pins, new Gpio.Lines(pro, proNmi, app, appNmi), 0x13);

    @Test
    void setAndClearDriveThePad() {
        write(ENABLE_W1TS, 1 << 18);
        write(OUT_W1TS, 1 << 18);
        assertTrue(pins.level(18));
        assertEquals(1 << 18, gpio.read(OUT, 4));
        assertEquals(1 << 18, gpio.read(IN, 4) & 1 << 18);
        write(OUT_W1TC, 1 << 18);
        assertFalse(pins.level(18));
    }

    @Test
    void theHighPadsHaveRegistersOfTheirOwn() {
        ioMux.write(0x1c, INPUT_ENABLE, 4);
        write(ENABLE1_W1TS, 1);
        write(OUT1_W1TS, 1);
        assertTrue(pins.level(32));
        assertEquals(1, gpio.read(IN1, 4));
    }

    @Test
    void anEnabledOutputIsStrongerThanTheOutside() {
        pins.drive(18, true);
        assertTrue(pins.level(18));
        write(ENABLE_W1TS, 1 << 18);
        assertFalse(pins.level(18));
    }

    @Test
    void anOpenDrainOutputLetsTheOutsidePullLow() {
        write(pin(18), OPEN_DRAIN);
        write(ENABLE_W1TS, 1 << 18);
        write(OUT_W1TS, 1 << 18);
        ioMux.write(0x70, 0x2b00, 4);
        assertTrue(pins.level(18), "the pull-up lifts a released open-drain pad");
        pins.drive(18, false);
        assertFalse(pins.level(18));
        pins.release(18);
        write(OUT_W1TC, 1 << 18);
        assertFalse(pins.level(18));
    }

    @Test
    void strappingPinsReadAsTheBoardSetThem() {
        assertEquals(0x13, gpio.read(STRAP, 4));
        write(STRAP, 0);
        assertEquals(0x13, gpio.read(STRAP, 4));
    }

    @Test
    void aPadWithoutInputEnableReadsZero() {
        pins.drive(25, true);
        assertEquals(0, gpio.read(IN, 4) & 1 << 25);
        ioMux.write(0x24, INPUT_ENABLE, 4);
        assertEquals(1 << 25, gpio.read(IN, 4) & 1 << 25);
    }

    @Test
    void resetStateOfTheStrappingPadsIsWhatThePadListSays() {
        int strapping = 1 | 1 << 2 | 1 << 4 | 1 << 5 | 1 << 12 | 1 << 15;
        assertEquals(1 | 1 << 5 | 1 << 15, gpio.read(IN, 4) & strapping, "GPIO0, 5 and MTDO are pulled up, 2, 4 and MTDI down");
    }

    @Test
    void aPadOwnedByTheRtcIsInvisibleToTheGpio() {
        pins.drive(4, true);
        assertEquals(1 << 4, gpio.read(IN, 4) & 1 << 4);
        rtcIo.write(0x94, 1 << 19 | 1 << 13, 4);
        assertEquals(0, gpio.read(IN, 4) & 1 << 4);
        assertEquals(1 << 14 + 10, rtcIo.read(0x24, 4));
    }

    @Test
    void aRisingEdgeInterruptsTheCoreItIsEnabledFor() {
        write(pin(18), RISING | PRO);
        pins.drive(18, true);
        assertEquals(1 << 18, gpio.read(STATUS, 4));
        assertEquals(1 << 18, gpio.read(PCPU_INT, 4));
        assertEquals(0, gpio.read(ACPU_INT, 4));
        assertTrue(pro.asserted());
        assertFalse(app.asserted());
        write(STATUS_W1TC, 1 << 18);
        assertFalse(pro.asserted());
        pins.drive(18, false);
        assertFalse(pro.asserted());
    }

    @Test
    void fallingAndAnyEdge() {
        pins.drive(18, true);
        pins.drive(19, true);
        write(pin(18), FALLING | APP);
        write(pin(19), ANY_EDGE | PRO_NMI);
        pins.drive(18, false);
        assertTrue(app.asserted());
        assertFalse(proNmi.asserted());
        pins.drive(19, false);
        assertTrue(proNmi.asserted());
        write(STATUS_W1TC, 1 << 19);
        assertFalse(proNmi.asserted());
        pins.drive(19, true);
        assertTrue(proNmi.asserted());
        assertFalse(appNmi.asserted());
    }

    @Test
    void aLevelInterruptComesBackWhileTheLevelLasts() {
        pins.drive(18, true);
        write(pin(18), LOW | PRO);
        assertFalse(pro.asserted());
        pins.drive(18, false);
        write(STATUS_W1TC, 1 << 18);
        assertTrue(pro.asserted());
        pins.drive(18, true);
        write(STATUS_W1TC, 1 << 18);
        assertFalse(pro.asserted());
    }

    @Test
    void highPadsInterruptThroughTheSecondStatusRegister() {
        ioMux.write(0x14, INPUT_ENABLE, 4);
        write(pin(34), RISING | PRO);
        pins.drive(34, true);
        assertEquals(1 << 2, gpio.read(PCPU_INT1, 4));
        assertTrue(pro.asserted());
        write(STATUS1_W1TC, 1 << 2);
        assertFalse(pro.asserted());
    }

    @Test
    void theMatrixRoutesASignalToAPadInvertedOrNot() {
        write(outputSelect(18), 87);
        write(outputSelect(19), 87 | 1 << 9);
        gpio.signals().drive(87, true);
        assertTrue(pins.level(18));
        assertFalse(pins.level(19));
        gpio.signals().drive(87, false);
        assertFalse(pins.level(18));
        assertTrue(pins.level(19));
        gpio.signals().release(87);
        pins.drive(18, true);
        assertTrue(pins.level(18), "a signal that nobody drives leaves the pad alone");
    }

    @Test
    void theOutputEnableCanComeFromTheRegister() {
        write(outputSelect(18), 87 | 1 << 10);
        gpio.signals().drive(87, true);
        assertFalse(pins.level(18));
        write(ENABLE_W1TS, 1 << 18);
        assertTrue(pins.level(18));
    }

    @Test
    void theMatrixRoutesAPadToASignal() {
        List<Boolean> heard = new ArrayList<>();
        gpio.signals().listen(83, heard::add);
        write(inputSelect(83), 1 << 7 | 18);
        pins.drive(18, true);
        pins.drive(18, false);
        write(inputSelect(83), 1 << 7 | 1 << 6 | 18);
        assertTrue(gpio.signals().level(83));
        write(inputSelect(83), 1 << 7 | 0x30);
        assertFalse(gpio.signals().level(83));
        write(inputSelect(83), 1 << 7 | 0x38);
        assertTrue(gpio.signals().level(83));
        assertEquals(List.of(true, false, true, false, true), heard);
    }

    @Test
    void edgesReachListenersOnce() {
        List<String> edges = new ArrayList<>();
        Pins.Listener listener = (pin, level) -> edges.add(pin + (level ? "+" : "-"));
        pins.listen(listener);
        write(ENABLE_W1TS, 1 << 18);
        write(OUT_W1TS, 1 << 18);
        write(OUT_W1TS, 1 << 18);
        write(OUT_W1TC, 1 << 18);
        pins.unlisten(listener);
        write(OUT_W1TS, 1 << 18);
        assertEquals(List.of("18+", "18-"), edges);
    }

    @Test
    void resetReleasesPadsAndInterrupts() {
        write(pin(18), RISING | PRO);
        pins.drive(18, true);
        write(ENABLE_W1TS, 1 << 19);
        write(OUT_W1TS, 1 << 19);
        write(inputSelect(83), 1 << 7 | 18);
        gpio.reset();
        assertFalse(pro.asserted());
        assertFalse(pins.output(19));
        assertFalse(gpio.signals().level(83));
    }

    @Test
    void aWakeUpPadWakesByLevel() {
        write(pin(18), 1 << 10 | 5 << 7);
        assertFalse(gpio.wakes());
        pins.drive(18, true);
        assertTrue(gpio.wakes());
    }

    private void write(int offset, int value) {
        gpio.write(offset, value, 4);
    }

    private static int pin(int number) {
        return 0x088 + 4 * number;
    }

    private static int inputSelect(int signal) {
        return 0x130 + 4 * signal;
    }

    private static int outputSelect(int number) {
        return 0x530 + 4 * number;
    }
}
