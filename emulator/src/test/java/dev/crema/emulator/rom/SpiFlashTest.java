package dev.crema.emulator.rom;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guest code of the flash driver against that of the real ROM: every store into a register is the same, in the same order. */
class SpiFlashTest {
    private static final int BUFFER = 0x3FFB0000;
    private static final int CHIP = 0x3FFAE270;
    private static final int DUMMY_LEN_PLUS = 0x3FFAE290;
    private static final int SPI1 = 0x3FF42000;
    private static final int SPI0 = 0x3FF43000;
    private static final int CTRL = SPI1 + 8;
    private static final int SIZE = 0x400000;
    private static final int BLOCK = 0x10000;
    private static final int SECTOR = 0x1000;
    private static final int PAGE = 256;
    private static final int[] MODES = {1 << 24 | 1 << 13, 1 << 20 | 1 << 13, 1 << 23 | 1 << 13, 1 << 14 | 1 << 13, 1 << 13, 0};
    private static final int ROUNDS = 60;

    private final Random random = new Random(3);
    private RomPair roms;

    @BeforeEach
    void connectFlash() {
        roms = new RomPair(RealRom.get());
        roms.addDevice(SpiFlashTest::addFlash);
        roms.check(1, 0x40063238, 0x1540EF, SIZE, BLOCK, SECTOR, PAGE, 0xFFFF);
    }

    /** A flash chip that is busy for a while after each change, and whose contents are a function of the address. */
    private static void addFlash(RomMemory memory) {
        int[] busy = {0};
        memory.reactions.put(SPI1, command -> {
            memory.registers.put(SPI1, 0);
            int status = memory.registers.getOrDefault(SPI1 + 0x10, 0);
            if ((command & 1 << 27) != 0) {
                memory.registers.put(SPI1 + 0x10, status | 0x9C00 | 2 | (busy[0]-- > 0 ? 1 : 0));
            } else if ((command & 0x03800000) != 0) {
                busy[0] = 3;
            } else if ((command & 1 << 18) != 0) {
                answer(memory, busy);
            }
        });
        memory.reactions.put(0x3FF5B020, start -> memory.registers.put(0x3FF5B028, 1));
    }

    private static void answer(RomMemory memory, int[] busy) {
        int opcode = memory.registers.getOrDefault(SPI1 + 0x24, 0) & 0xFF;
        int address = memory.registers.getOrDefault(SPI1 + 4, 0);
        if (opcode == 0x05) {
            memory.registers.put(SPI1 + 0x80, 2 | (busy[0]-- > 0 ? 1 : 0));
        } else {
            for (int i = 0; i < 16; i++) {
                memory.registers.put(SPI1 + 0x80 + 4 * i, (address + i) * 0x9E3779B9);
            }
        }
    }

    private void randomize() {
        for (int spi : new int[] {SPI1, SPI0}) {
            for (int offset = 4; offset < 0x60; offset += 4) {
                roms.putRegister(spi + offset, random.nextInt());
            }
        }
        roms.putRegister(SPI1 + 0x10, random.nextInt(0x10000) & ~1);
        roms.putRegister(CTRL, random.nextInt() & ~(MODES[0] | MODES[1] | MODES[2] | MODES[3]) | MODES[random.nextInt(6)]);
        for (int pad = 0x3FF49000; pad < 0x3FF49094; pad += 4) {
            roms.putRegister(pad, random.nextInt());
        }
        roms.put(DUMMY_LEN_PLUS, (byte) random.nextInt(3), (byte) random.nextInt(2), (byte) 0, (byte) 0);
    }

    @Test
    void commands() {
        for (int i = 0; i < ROUNDS; i++) {
            randomize();
            roms.check(1, 0x400621B0, BUFFER, random.nextInt());
            roms.check(1, 0x40062448, BUFFER);
            roms.storeWord(BUFFER + 8, random.nextInt(0x10000));
            roms.check(1, 0x4006226C, BUFFER + 8, BUFFER + 4);
            roms.check(1, 0x400622C0, CHIP);
            roms.check(1, 0x400622F0, CHIP, random.nextInt());
            roms.check(1, 0x40062320, CHIP);
            roms.check(1, 0x400628B0);
            roms.check(1, 0x400628F0);
        }
    }

    @Test
    void modes() {
        for (int i = 0; i < ROUNDS; i++) {
            randomize();
            roms.check(1, 0x40062B64, random.nextInt(8));
            roms.check(1, 0x40062BC8, random.nextInt(20), random.nextInt(2));
            roms.check(1, 0x40062944, random.nextInt(8), random.nextInt(2));
        }
    }

    @Test
    void pads() {
        for (int i = 0; i < ROUNDS; i++) {
            randomize();
            int pads = i % 3 < 2 ? i % 3 : random.nextInt(18) | random.nextInt(18) << 6 | random.nextInt(18) << 12
                    | random.nextInt(18) << 18 | random.nextInt(18) << 24;
            roms.check(0, 0x40061DDC, random.nextInt(18), pads);
            roms.check(0, 0x40062A6C, pads, random.nextInt(2));
        }
    }

    @Test
    void erasing() {
        for (int i = 0; i < ROUNDS; i++) {
            randomize();
            roms.check(1, 0x40062CCC, random.nextInt(2 * SIZE / SECTOR));
            roms.check(1, 0x40062C4C, random.nextInt(2 * SIZE / BLOCK));
            roms.check(1, 0x40062C14);
            int start = SECTOR * random.nextInt(SIZE / SECTOR - 80);
            roms.check(1, 0x400631AC, start, random.nextInt(80 * SECTOR));
            roms.check(1, 0x400631AC, start & -BLOCK, BLOCK * random.nextInt(5));
            roms.check(1, 0x400631AC, random.nextInt(2 * SIZE), random.nextInt(SIZE));
        }
    }

    @Test
    void programming() {
        byte[] bytes = new byte[4096];
        random.nextBytes(bytes);
        roms.put(BUFFER, bytes);
        for (int i = 0; i < ROUNDS; i++) {
            randomize();
            roms.check(1, 0x40062D50, 4 * random.nextInt(SIZE / 4 - 1000), BUFFER, 4 * random.nextInt(200));
            roms.check(1, 0x40062D50, random.nextInt(2 * SIZE), BUFFER, random.nextInt(2000));
            roms.check(0, 0x40062DF4);
            roms.check(1, 0x40062E1C, random.nextInt(SIZE) & (random.nextBoolean() ? -32 : -1), BUFFER);
            roms.check(0, 0x40062E60);
            roms.check(1, 0x40062E78, 32 * random.nextInt(2 * SIZE / 32), BUFFER, 32 * random.nextInt(10));
            roms.check(1, 0x40062E78, random.nextInt(SIZE), BUFFER, random.nextInt(100));
        }
    }

    /** Whole transfers only: of the last, shorter one the real ROM sets up address and length in another order. */
    @Test
    void reading() {
        for (int i = 0; i < ROUNDS; i++) {
            randomize();
            roms.check(1, 0x40062ED8, random.nextInt(SIZE), BUFFER, 64 * random.nextInt(20));
            roms.check(1, 0x40062ED8, random.nextInt(2 * SIZE), BUFFER, 64 * random.nextInt(20));
        }
    }
}
