package dev.crema.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpiFlashControllerTest {
    private static final int CMD = 0x00;
    private static final int ADDR = 0x04;
    private static final int CTRL = 0x08;
    private static final int RD_STATUS = 0x10;
    private static final int USER = 0x1c;
    private static final int USER1 = 0x20;
    private static final int USER2 = 0x24;
    private static final int MOSI_DLEN = 0x28;
    private static final int MISO_DLEN = 0x2c;
    private static final int PIN = 0x34;
    private static final int W0 = 0x80;

    private static final int READ = 1 << 31;
    private static final int WREN = 1 << 30;
    private static final int RDID = 1 << 28;
    private static final int RDSR = 1 << 27;
    private static final int WRSR = 1 << 26;
    private static final int PP = 1 << 25;
    private static final int SE = 1 << 24;
    private static final int BE = 1 << 23;
    private static final int CE = 1 << 22;
    private static final int DP = 1 << 21;
    private static final int RES = 1 << 20;
    private static final int USR = 1 << 18;

    private static final int USR_COMMAND = 1 << 31;
    private static final int USR_ADDR = 1 << 30;
    private static final int USR_DUMMY = 1 << 29;
    private static final int USR_MISO = 1 << 28;
    private static final int USR_MOSI = 1 << 27;

    private static final int SIZE = 4 << 20;

    private final byte[] memory = new byte[SIZE + 0x1000];
    private final List<String> changes = new ArrayList<>();
    private final FlashChip flash = new FlashChip(MemoryRegion.of(memory, 0x1000, SIZE), 0x1122334455667788L,
            (offset, length) -> changes.add(Integer.toHexString(offset) + "+" + length));
    private final MemoryRegion psramContent = MemoryRegion.ofSize(SIZE);
    private final SpiFlashController spi = new SpiFlashController("SPI1");

    @BeforeEach
    void attach() {
        Arrays.fill(memory, (byte) 0xff);
        spi.attach(0, flash);
        spi.attach(1, new Psram(psramContent));
    }

    private int read(int offset) {
        return spi.read(offset, 4);
    }

    private void write(int offset, int value) {
        spi.write(offset, value, 4);
    }

    private int flash(int address) {
        return memory[0x1000 + address] & 0xff;
    }

    private void command(int bit) {
        write(CMD, bit);
        assertEquals(0, read(CMD));
    }

    /** A user-defined transaction of an eight-bit command. */
    private void user(int opcode, int phases, int address, int addressBits, int mosiBits, int misoBits) {
        write(USER, USR_COMMAND | phases);
        write(USER2, 7 << 28 | opcode);
        write(USER1, addressBits - 1 << 26);
        write(ADDR, address);
        write(MOSI_DLEN, mosiBits - 1);
        write(MISO_DLEN, misoBits - 1);
        command(USR);
    }

    private int status(int opcode) {
        user(opcode, USR_MISO, 0, 0, 0, 8);
        return read(W0) & 0xff;
    }

    private void programByWords(int address, int... words) {
        command(WREN);
        write(ADDR, 4 * words.length << 24 | address);
        for (int i = 0; i < words.length; i++) {
            write(W0 + 4 * i, words[i]);
        }
        command(PP);
    }

    @Test
    void identificationComesInWireOrder() {
        command(RDID);
        assertEquals(0x1640c8, read(W0));
        assertEquals(0x1640c8, flash.jedecId());
        user(0x9f, USR_MISO, 0, 0, 0, 24);
        assertEquals(0x1640c8, read(W0) & 0xffffff);
    }

    @Test
    void programmingOnlyClearsBits() {
        programByWords(0x2000, 0x0f0f0f0f, 0x12345678);
        programByWords(0x2000, 0xf3f3f3f3);
        assertEquals(0x03, flash(0x2000));
        assertEquals(0x78, flash(0x2004));
        assertEquals(0x12, flash(0x2007));
        assertEquals(List.of("2000+8", "2000+4"), changes);
    }

    @Test
    void aWriteDuringWhichPowerFailsIsDoneHalfway() {
        List<String> cuts = new ArrayList<>();
        flash.cutPowerAt(2, (offset, length) -> cuts.add(Integer.toHexString(offset) + "+" + length));
        programByWords(0x2000, 0x0f0f0f0f);
        programByWords(0x3000, 0x11111111, 0x22222222);
        programByWords(0x4000, 0x33333333);
        assertEquals(List.of("3000+8"), cuts);
        assertEquals(0x0f, flash(0x2003));
        assertEquals(0x11, flash(0x3003));
        assertEquals(0xff, flash(0x3004));
        assertEquals(0x33, flash(0x4003));
    }

    @Test
    void programmingWrapsWithinItsPage() {
        programByWords(0x20fc, 0x04030201, 0x08070605);
        assertEquals(0x01, flash(0x20fc));
        assertEquals(0x05, flash(0x2000));
        assertEquals(0xff, flash(0x2100));
        assertEquals(List.of("2000+256"), changes);
    }

    @Test
    void nothingIsWrittenWithoutWriteEnable() {
        write(ADDR, 4 << 24 | 0x2000);
        write(W0, 0);
        command(PP);
        assertEquals(0xff, flash(0x2000));
        programByWords(0x2000, 0);
        command(SE);
        assertEquals(0, flash(0x2000), "one enable, one operation");
    }

    @Test
    void erasesTakeSectorBlockOrChip() {
        for (int address = 0; address < SIZE; address += 0x1000) {
            programByWords(address, 0);
        }
        changes.clear();
        write(ADDR, 0x12345);
        command(WREN);
        command(SE);
        assertEquals(0xff, flash(0x12000));
        assertEquals(0, flash(0x11000));
        assertEquals(0, flash(0x13000));
        command(WREN);
        command(BE);
        assertEquals(0xff, flash(0x1f000));
        assertEquals(0, flash(0x20000));
        user(0x06, 0, 0, 0, 0, 0);
        user(0x52, USR_ADDR, 0x28000 << 8, 24, 0, 0);
        assertEquals(0, flash(0x27000));
        assertEquals(0xff, flash(0x28000));
        assertEquals(0xff, flash(0x2f000));
        command(WREN);
        command(CE);
        assertEquals(0xff, flash(0x3ff000));
        assertEquals(List.of("12000+4096", "10000+65536", "28000+32768", "0+4194304"), changes);
    }

    @Test
    void readsOfAllModesGiveTheSameBytes() {
        programByWords(0x345678, 0x11223344, 0x55667788);
        for (int opcode : new int[] {0x03, 0x0b, 0x3b, 0x6b}) {
            user(opcode, USR_ADDR | USR_DUMMY | USR_MISO, 0x345678 << 8, 24, 0, 64);
            assertEquals(0x11223344, read(W0));
            assertEquals(0x55667788, read(W0 + 4));
        }
        for (int opcode : new int[] {0xbb, 0xeb}) {
            // Eight mode bits follow the address.
            user(opcode, USR_ADDR | USR_DUMMY | USR_MISO, 0x345678 << 8 | 0xff, 32, 0, 32);
            assertEquals(0x11223344, read(W0));
        }
        write(ADDR, 4 << 24 | 0x34567c);
        command(READ);
        assertEquals(0x55667788, read(W0));
    }

    @Test
    void userProgramFillsTheWholeBuffer() {
        for (int i = 0; i < 16; i++) {
            write(W0 + 4 * i, 0x03020100 + 0x04040404 * i);
        }
        user(0x06, 0, 0, 0, 0, 0);
        user(0x02, USR_ADDR | USR_MOSI, 0x5000 << 8, 24, 512, 0);
        for (int i = 0; i < 64; i++) {
            assertEquals(i, flash(0x5000 + i));
        }
    }

    @Test
    void highPartUsesTheUpperHalfOfTheBuffer() {
        write(W0 + 32, 0xa5a5a5a5);
        user(0x06, 0, 0, 0, 0, 0);
        user(0x02, USR_ADDR | USR_MOSI | 1 << 25, 0x5000 << 8, 24, 32, 0);
        assertEquals(0xa5, flash(0x5000));
        user(0x03, USR_ADDR | USR_MISO | 1 << 24, 0x5000 << 8, 24, 0, 32);
        assertEquals(0xa5a5a5a5, read(W0 + 32));
    }

    @Test
    void quadEnableBitIsWrittenWithBothBytesOfStatus() {
        assertEquals(0, status(0x35));
        command(WREN);
        assertEquals(2, status(0x05));
        write(CTRL, 1 << 22);
        write(RD_STATUS, 0x0200);
        command(WRSR);
        assertEquals(2, status(0x35));
        assertEquals(0, status(0x05));
        write(RD_STATUS, 0);
        command(WRSR);
        assertEquals(2, status(0x35), "not enabled");
        command(RDSR);
        assertEquals(0, read(RD_STATUS) & 0xff);
    }

    @Test
    void statusRegisterTwoHasItsOwnWriteCommand() {
        user(0x50, 0, 0, 0, 0, 0);
        write(W0, 2);
        user(0x31, USR_MOSI, 0, 0, 8, 0);
        assertEquals(2, status(0x35));
    }

    @Test
    void deepPowerDownIsLeftByRelease() {
        command(DP);
        command(RDID);
        assertEquals(0xffffff, read(W0));
        command(RES);
        assertEquals(0x15, read(W0));
        command(RDID);
        assertEquals(0x1640c8, read(W0));
    }

    @Test
    void uniqueIdAndManufacturer() {
        user(0x4b, USR_DUMMY | USR_MISO, 0, 0, 0, 64);
        assertEquals(0x44332211, read(W0));
        assertEquals(0x88776655, read(W0 + 4));
        user(0x90, USR_ADDR | USR_MISO, 0, 24, 0, 16);
        assertEquals(0x15c8, read(W0) & 0xffff);
    }

    @Test
    void sfdpNamesSizeAndEraseTypes() {
        user(0x5a, USR_ADDR | USR_DUMMY | USR_MISO, 0, 24, 0, 512);
        assertEquals(0x50444653, read(W0));
        int table = read(W0 + 12) & 0xffffff;
        assertEquals(8 * SIZE - 1, read(W0 + table + 4));
        assertEquals(0x520f200c, read(W0 + table + 28));
    }

    @Test
    void psramIdentifiesItselfOnTheSecondChipSelect() {
        write(PIN, 1);
        user(0x9f, USR_ADDR | USR_MISO, 0, 24, 0, 64);
        assertEquals(0x00215d0d, read(W0));
        assertEquals(0, read(W0 + 4));
    }

    @Test
    void psramWithDoubledClockTakesTheCommandFromTheAddress() {
        write(PIN, 1);
        write(USER, USR_COMMAND | USR_ADDR | USR_MISO);
        write(USER2, 1 << 28);
        write(USER1, 31 << 26);
        write(ADDR, 0x9f000000);
        write(MISO_DLEN, 63);
        command(USR);
        assertEquals(0x00215d0d, read(W0));
    }

    @Test
    void psramIsReadAndWritten() {
        write(PIN, 1);
        write(W0, 0xcafebabe);
        user(0x02, USR_ADDR | USR_MOSI, 0x123456 << 8, 24, 32, 0);
        assertEquals(0xbe, psramContent.get(0x123456));
        write(W0, 0);
        user(0x03, USR_ADDR | USR_MISO, 0x123456 << 8, 24, 0, 32);
        assertEquals(0xcafebabe, read(W0));
        assertEquals(List.of(), changes);
    }

    @Test
    void nobodyAnswersOnAnUnusedChipSelect() {
        write(PIN, 3);
        user(0x9f, USR_ADDR | USR_MISO, 0, 24, 0, 64);
        assertEquals(-1, read(W0));
    }

    @Test
    void sizesThatNoChipHasAreRefused() {
        MemoryRegion odd = MemoryRegion.ofSize(3 << 20);
        assertThrows(IllegalArgumentException.class, () -> new FlashChip(odd, 0, FlashListener.NONE));
        assertThrows(IllegalArgumentException.class, () -> new Psram(odd));
    }
}
