package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/** The undocumented pages of the radio. */
class RadioPagesTest {
    @Test
    void measurementsOfTheFrontEndAreDone() {
        Fe fe = new Fe();
        fe.write(0x07c, 1 << 20 | 3, 4);
        assertEquals(1 << 31 | 1 << 20 | 3, fe.read(0x07c, 4));
        fe.write(0x0a0, -1, 4);
        assertEquals(0, fe.read(0x0a0, 4) >>> 31);
    }

    @Test
    void theNoiseFloorIsMeasured() {
        int word = new Nrx().read(0x018, 4);
        assertEquals(1, word >>> 24 & 1);
        assertEquals(-96, ((word >>> 5 & 0x3ff) - 1024) / 4);
    }

    @Test
    void everythingElseIsStorageAndNotReported() {
        for (RegisterBlock page : new RegisterBlock[] {new Fe(), new RadioPage("FE2"), new RadioPage("BB"), new Nrx(), new AnalogI2c()}) {
            page.onUnknown((block, offset, write, value) -> fail(block + " reports " + offset));
            page.write(0xffc, 0x12345678, 4);
            assertEquals(0x12345678, page.read(0xffc, 4), page.name());
        }
    }
}
