package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/** The blocks that are little more than storage: what drivers wait for, and identities. */
class StorageBlocksTest {
    @Test
    void theEthernetMacResetsAndFindsNoPhy() {
        Emac emac = new Emac();
        emac.write(0x000, 1, 4);
        assertEquals(0, emac.read(0x000, 4) & 1);
        emac.write(0x018, 1 << 20, 4);
        assertEquals(0, emac.read(0x018, 4));
        emac.write(0x1010, 1 << 11 | 2 << 6 | 1, 4);
        assertEquals(0, emac.read(0x1010, 4) & 1);
        assertEquals(0xffff, emac.read(0x1014, 4));
    }

    @Test
    void flashEncryptionIsDone() {
        FlashEncryption encryption = new FlashEncryption();
        encryption.write(0x020, 1, 4);
        assertEquals(1, encryption.read(0x028, 4));
    }

    @Test
    void identities() {
        assertEquals(0x600, new SlcHost().read(0x17c, 4));
        assertEquals(0x22226666, new Hinf().read(0x000, 4));
        assertEquals(0xff00, new GpioSd().read(0x01c, 4));
        assertEquals(0x370100, new Uhci("UHCI0", new Wire()).read(0x000, 4));
    }

    @Test
    void nothingInterruptsFromSlcAndUhci() {
        Wire wire = new Wire();
        Uhci uhci = new Uhci("UHCI0", wire);
        uhci.write(0x00c, -1, 4);
        Slc slc = new Slc(wire, wire);
        slc.write(0x00c, -1, 4);
        slc.write(0x01c, -1, 4);
        assertFalse(wire.asserted());
    }
}
