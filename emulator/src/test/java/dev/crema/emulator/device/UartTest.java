package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.crema.emulator.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UartTest {
    private static final int FIFO = 0x00;
    private static final int INT_RAW = 0x04;
    private static final int INT_ENA = 0x0c;
    private static final int INT_CLR = 0x10;
    private static final int CLKDIV = 0x14;
    private static final int AUTOBAUD = 0x18;
    private static final int STATUS = 0x1c;
    private static final int CONF0 = 0x20;
    private static final int CONF1 = 0x24;
    private static final int MEM_RX_STATUS = 0x60;

    private static final int RXFIFO_FULL = 1;
    private static final int TXFIFO_EMPTY = 1 << 1;
    private static final int RXFIFO_OVF = 1 << 4;
    private static final int RXFIFO_TOUT = 1 << 8;
    private static final int TX_BRK_DONE = 1 << 12;
    private static final int TX_DONE = 1 << 14;

    /** 694 7/16 cycles of 80 MHz a bit, ten bits a character, as the bootloader sets it for 115,200 baud. */
    private static final int CLKDIV_115200 = 0x007002b6;
    private static final long CHARACTER_TICKS = 11_111L * 6 * 10 / 16;

    private final Clock clock = new Clock();
    private final ClockTree clocks = new ClockTree(false);
    private final StringBuilder console = new StringBuilder();
    private boolean line;
    private final Uart uart = new Uart("UART0", clock, clocks, level -> line = level, c -> console.append((char) c));

    @BeforeEach
    void at115200() {
        clocks.selectSocClock(1);
        write(CLKDIV, CLKDIV_115200);
    }

    private int read(int offset) {
        return uart.read(offset, 4);
    }

    private void write(int offset, int value) {
        uart.write(offset, value, 4);
    }

    private int transmitCount() {
        return read(STATUS) >>> 16 & 0xff;
    }

    private int receiveCount() {
        return read(STATUS) & 0xff;
    }

    private void characters(int count) {
        Passing.ticks(clock, CHARACTER_TICKS * count);
    }

    private void type(String text) {
        text.chars().forEach(uart::receive);
    }

    @Test
    void characterLeavesAfterItsTimeOnTheWire() {
        write(FIFO, 'A');
        Passing.ticks(clock, CHARACTER_TICKS - 1);
        assertEquals("", console.toString());
        assertEquals(0, read(INT_RAW) & TX_DONE);
        Passing.ticks(clock, 1);
        assertEquals("A", console.toString());
        assertEquals(TX_DONE, read(INT_RAW) & TX_DONE);
    }

    @Test
    void oneSecondAt115200CarriesElevenAndAHalfThousandCharacters() {
        long second = clock.now() + Clock.TICKS_PER_SECOND;
        int sent = 0;
        while (clock.now() < second) {
            if (transmitCount() < 128) {
                write(FIFO, 'x');
                sent++;
            } else {
                characters(1);
            }
        }
        assertEquals(11_520, sent - transmitCount() - 1, 2);
    }

    @Test
    void statusCountsTheFifoAndSaysWhetherTheShifterIsBusy() {
        assertEquals(0, read(STATUS) >>> 24 & 0xf);
        for (int i = 0; i < 129; i++) {
            write(FIFO, i);
        }
        assertEquals(128, transmitCount());
        assertTrue((read(STATUS) >>> 24 & 0xf) != 0);
        write(FIFO, 'l');
        assertEquals(128, transmitCount(), "a full FIFO drops what is pushed");
        characters(130);
        assertEquals(0, transmitCount());
        assertEquals(0, read(STATUS) >>> 24 & 0xf);
        assertEquals(129, console.length());
    }

    @Test
    void referenceTickGivesTheSameRateFromItsOwnDivider() {
        write(CONF0, 0x0000001c);
        write(CLKDIV, 104);
        write(FIFO, 'A');
        Passing.ticks(clock, 104 * 480 * 10 - 1);
        assertEquals("", console.toString());
        Passing.ticks(clock, 1);
        assertEquals("A", console.toString());
    }

    @Test
    void transmitEmptyRisesAgainWhileTheFifoIsBelowItsThreshold() {
        write(CONF1, 2 << 8);
        write(INT_ENA, TXFIFO_EMPTY);
        assertTrue(line);
        write(INT_CLR, TXFIFO_EMPTY);
        assertTrue(line, "still below the threshold");
        for (int i = 0; i < 4; i++) {
            write(FIFO, '.');
        }
        write(INT_CLR, TXFIFO_EMPTY);
        assertFalse(line);
        characters(1);
        assertFalse(line, "two are left");
        characters(1);
        assertTrue(line);
    }

    @Test
    void receivedCharactersArriveAtTheBaudRate() {
        type("hello");
        assertEquals(0, receiveCount());
        characters(2);
        assertEquals(2, receiveCount());
        characters(3);
        StringBuilder text = new StringBuilder();
        while (receiveCount() > 0) {
            text.append((char) read(FIFO));
        }
        assertEquals("hello", text.toString());
    }

    @Test
    void typingNeverOverrunsTheReceiver() {
        type("0123456789".repeat(100));
        characters(2_000);
        assertEquals(128, receiveCount());
        assertEquals(0, read(INT_RAW) & RXFIFO_OVF);
        StringBuilder text = new StringBuilder();
        while (text.length() < 1000) {
            text.append((char) read(FIFO));
            characters(1);
        }
        assertEquals("0123456789".repeat(100), text.toString());
        assertEquals(0, receiveCount());
    }

    @Test
    void receiveFullRisesAtItsThresholdAndStaysWhileItHolds() {
        write(CONF1, 3);
        write(INT_ENA, RXFIFO_FULL);
        type("abc");
        characters(2);
        assertFalse(line);
        characters(1);
        assertTrue(line);
        write(INT_CLR, RXFIFO_FULL);
        assertTrue(line);
        read(FIFO);
        write(INT_CLR, RXFIFO_FULL);
        assertFalse(line);
    }

    @Test
    void timeoutTellsOfAShortLine() {
        write(CONF1, 1 << 31 | 10 << 24 | 120);
        write(INT_ENA, RXFIFO_TOUT);
        type("1");
        characters(1);
        // Ten times eight bit times are eight characters.
        characters(7);
        assertFalse(line);
        characters(2);
        assertTrue(line);
        write(INT_CLR, RXFIFO_TOUT);
        assertFalse(line);
        characters(9);
        assertTrue(line, "cleared but not read");
        read(FIFO);
        write(INT_CLR, RXFIFO_TOUT);
        characters(20);
        assertFalse(line);
    }

    @Test
    void timeoutCountsSingleBitsWithTheReferenceTick() {
        write(CONF0, 0x0000001c);
        write(CLKDIV, 100);
        write(CONF1, 1 << 31 | 80 << 24 | 120);
        type("1");
        Passing.ticks(clock, 100 * 480 * 10);
        Passing.ticks(clock, 100 * 480 * 80 - 1);
        assertEquals(0, read(INT_RAW) & RXFIFO_TOUT);
        Passing.ticks(clock, 1);
        assertEquals(RXFIFO_TOUT, read(INT_RAW) & RXFIFO_TOUT);
    }

    @Test
    void memoryAddressesGiveTheCountThatNewerDriversCompute() {
        type("x".repeat(300));
        for (int i = 0; i < 150; i++) {
            characters(1);
            read(FIFO);
        }
        characters(5);
        int readAddress = read(MEM_RX_STATUS) >>> 2 & 0x7ff;
        int writeAddress = read(MEM_RX_STATUS) >>> 13 & 0x7ff;
        assertEquals(5, writeAddress - readAddress & 127);
        assertEquals(150 % 128, readAddress);
    }

    @Test
    void loopbackReceivesWhatItSends() {
        write(CONF0, 0x0800001c | 1 << 14);
        write(FIFO, 'L');
        characters(1);
        assertEquals(1, receiveCount());
        assertEquals('L', read(FIFO));
    }

    @Test
    void breakIsSentAfterTheLastCharacter() {
        write(FIFO, 'b');
        write(CONF0, 0x0800001c | 1 << 8);
        characters(1);
        assertEquals(0, read(INT_RAW) & TX_BRK_DONE);
        // TX_BRK_NUM is 10 bits after reset.
        characters(1);
        assertEquals(TX_BRK_DONE, read(INT_RAW) & TX_BRK_DONE);
    }

    @Test
    void baudDetectorMeasuresABitOfTheLetterU() {
        write(AUTOBAUD, 1);
        type("U");
        characters(1);
        assertEquals(694, read(0x28));
        assertEquals(694, read(0x2c));
        assertEquals(10, read(0x30), "start bit, 01010101 and stop bit");
        assertEquals(2 * 694, read(0x68));
        assertEquals(2 * 694, read(0x6c));
    }

    @Test
    void resetEmptiesBothFifos() {
        type("ab");
        characters(2);
        write(FIFO, 'x');
        write(FIFO, 'y');
        uart.reset();
        assertEquals(0, receiveCount());
        assertEquals(0, transmitCount());
        characters(10);
        assertEquals("", console.toString());
        assertEquals(0x15122500, read(0x78));
    }
}
