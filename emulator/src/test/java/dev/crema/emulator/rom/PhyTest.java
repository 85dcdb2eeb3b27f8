package dev.crema.emulator.rom;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guest code of the radio's functions against that of the real ROM, on registers and arguments at random. */
class PhyTest {
    private static final int BUFFER = 0x3FFB0000;
    private static final int SECOND = 0x3FFB4000;
    private static final int THIRD = 0x3FFB8000;
    private static final int ROUNDS = 40;
    /** RAM that both ROMs fill when they start: a pointer to the table of functions, and the table. */
    private static final int TABLE = 0x3FFAE0C0;
    private static final int TABLE_IN_ROM = 0x4000D6C0;
    private static final int TABLE_SIZE = 0x1B0;

    private final Random random = new Random(2);
    private RomPair roms;

    @BeforeEach
    void takeBothRoms() {
        roms = new RomPair(RealRom.get());
        roms.storeWord(0x3FFE01E0, 1);
        for (int offset = 0; offset < TABLE_SIZE; offset += 4) {
            roms.storeWord(TABLE + offset, roms.word(TABLE_IN_ROM + offset));
        }
    }

    private void check(int words, int function, int... arguments) {
        putRegisters();
        roms.check(words, function, arguments);
    }

    /** All registers at random, but nothing busy and everything done. */
    private void putRegisters() {
        putRegisters(0x60005000, 0x60005100);
        putRegisters(0x60006000, 0x60006100);
        putRegisters(0x60008800, 0x60008900);
        putRegisters(0x6000E044, 0x6000E0A0);
        putRegisters(0x6001C000, 0x6001C100);
        putRegisters(0x6001C800, 0x6001CD00);
        putRegisters(0x6001D000, 0x6001D060);
        putRegisters(0x3FF20C00, 0x3FF20C80);
        for (int host = 0; host < 8; host++) {
            roms.putRegister(0x6000E000 + 4 * host, random.nextInt() & 0xFDFFFFFF);
        }
        roms.putRegister(0x600060A0, random.nextInt() & 0x7FFFFFFF);
        roms.putRegister(0x6000607C, random.nextInt() | 0x80000000);
        roms.putRegister(0x6000E04C, random.nextInt() | 0x01000000);
        roms.putRegister(0x6000E050, random.nextInt() & 0xF8FFFFFF);
        roms.putRegister(0x6001C018, random.nextInt() | 0x01000000);
    }

    private void putRegisters(int from, int to) {
        for (int address = from; address < to; address += 4) {
            roms.putRegister(address, random.nextInt());
        }
    }

    private void fill(int address, int length, int limit) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(limit);
        }
        roms.put(address, bytes);
    }

    private int some() {
        return random.nextBoolean() ? random.nextInt(256) : random.nextInt();
    }

    @Test
    void baseband() {
        int[] withoutResult = {0x40002F6C, 0x40002F88, 0x40002FA4, 0x40002FCC, 0x40003000, 0x4000302C, 0x4000351C, 0x40003564,
            0x40003594, 0x40003710, 0x40003734, 0x40003760, 0x40003B70, 0x40003BAC, 0x40003BDC, 0x40003D48, 0x40003D90,
            0x4000401C, 0x400040B0, 0x4000348C};
        for (int i = 0; i < ROUNDS; i++) {
            for (int function : withoutResult) {
                check(0, function, some(), some(), some(), some(), some(), some());
            }
            check(1, 0x40003C2C);
            check(1, 0x40003C78);
            check(0, 0x400037F0, random.nextInt(8), random.nextInt(8192) - 4096);
            check(0, 0x400037F0, random.nextInt(8), 0);
            check(0, 0x40003AC8, some(), 2400 + random.nextInt(100), random.nextInt(4));
        }
    }

    @Test
    void gains() {
        for (int i = 0; i < ROUNDS; i++) {
            check(1, 0x40003044, some(), random.nextInt(20));
            check(1, 0x4000312C, some(), some(), some());
            check(1, 0x400054F0, some());
            check(1, 0x40004DC0, new int[] {160, 176, 288, 48, 32, some()}[random.nextInt(6)]);
            check(1, 0x40004DF8, random.nextInt(8));
            check(1, 0x40006290, random.nextInt(9));
            fill(BUFFER, 64, 127);
            fill(SECOND, 16, 30);
            check(1, 0x40003E3C, THIRD, random.nextInt(256), BUFFER, SECOND, 1 + random.nextInt(8), 0);
            fill(THIRD, 2, 256);
            roms.storeWord(BUFFER, random.nextInt(256));
            roms.storeWord(SECOND, new int[] {160, 176, 288, 48, 32}[random.nextInt(5)]);
            check(0, 0x400062A8, THIRD, BUFFER, SECOND);
            check(1, 0x400065D4, some(), BUFFER, random.nextInt(6), random.nextInt(20));
            fill(BUFFER, 64, 256);
            check(0, 0x40006268, SECOND, BUFFER, some());
            check(1, 0x40005CE0, BUFFER, random.nextInt(20));
            check(0, 0x40005D50, BUFFER, random.nextInt(20));
            check(0, 0x400061CC, BUFFER, random.nextInt(20), some());
        }
    }

    @Test
    void bus() {
        int[] functions = {0x40003060, 0x400030F8, 0x40004270, 0x40004458, 0x40004480, 0x40004508, 0x4000453C, 0x40004590,
            0x400045E0};
        for (int i = 0; i < ROUNDS; i++) {
            for (int function : functions) {
                check(0, function, some(), random.nextInt(50), some());
            }
            check(1, 0x40004334, random.nextInt(8), random.nextInt(4));
            check(1, 0x40004374, random.nextInt(4), random.nextInt(4));
            check(1, 0x40004374, 4 + random.nextInt(2), 1);
            check(0, 0x400043C0, some(), some(), some());
            check(1, 0x40004414, random.nextInt(4), random.nextInt(4));
            fill(BUFFER, 512, 256);
            check(0, 0x40004638, BUFFER);
            check(0, 0x400030B8, random.nextInt(4), random.nextInt(6), BUFFER);
            putRegisters();
            for (int place = 0x60006030; place <= 0x60006044; place += 4) {
                roms.putRegister(place, random.nextInt() & 0x3F3F3F3F);
            }
            if (i < 4) {
                roms.check(0, 0x400031A4);
            }
        }
    }

    @Test
    void synthesizer() {
        for (int i = 0; i < ROUNDS; i++) {
            check(1, 0x4000404C, 2400 + random.nextInt(120), some());
            check(0, 0x40004680);
            check(0, 0x400046E0);
            fill(BUFFER, 3, 256);
            check(0, 0x40004740, BUFFER);
            check(0, 0x400047F8, 2400 + random.nextInt(100), random.nextInt(4), random.nextInt(400) - 200, BUFFER);
            check(0, 0x40004880, i % 16, random.nextInt(3), random.nextInt(2) * random.nextInt(200));
            check(0, 0x40004B44, random.nextInt(2), random.nextInt(800) - 400);
            check(0, 0x40004CA8, random.nextInt(3), 2400 + random.nextInt(100), random.nextInt(400) - 200);
            check(0, 0x400047A8);
            check(0, 0x40004CEC);
            check(0, 0x40004D18);
            check(0, 0x40004D8C);
        }
    }

    @Test
    void power() {
        for (int i = 0; i < ROUNDS; i++) {
            check(0, 0x400051C0, BUFFER);
            check(1, 0x40005204, BUFFER, BUFFER + 2);
            check(1, 0x40005290, random.nextInt(2));
            check(1, 0x40005F64, some(), random.nextInt(6));
            check(1, 0x40005FC8, some());
            check(1, 0x40006004, some());
            check(1, 0x4000642C);
            check(1, 0x40006564, some());
            check(0, 0x4000506C);
            check(0, 0x4000662C);
        }
    }

    @Test
    void transmitter() {
        for (int i = 0; i < ROUNDS; i++) {
            check(0, 0x400035D0, some(), some(), some(), some(), some(), some());
            check(0, 0x400036B4, some(), random.nextInt(2000) - 1000, some(), some(), some(), some());
            check(0, 0x40003F98, random.nextInt(5));
            check(0, 0x4000510C);
            check(0, 0x40004E10, BUFFER, some(), some(), random.nextInt(2));
            check(0, 0x40004EA4, BUFFER);
            check(1, 0x40005154, some(), random.nextInt(2));
            check(0, 0x400052DC, random.nextInt(4), some(), some(), BUFFER, SECOND, random.nextInt(2));
            check(0, 0x4000538C, some(), some(), BUFFER, random.nextInt(2));
            check(0, 0x40005DEC, some(), some(), 0, BUFFER);
            fill(BUFFER, 16, 256);
            check(0, 0x40006058, some(), BUFFER, random.nextInt(5), some(), SECOND, some(), random.nextInt(100), 0);
        }
    }

    @Test
    void receiver() {
        for (int i = 0; i < ROUNDS; i++) {
            check(0, 0x40005514, some(), some());
            check(0, 0x40005590);
            check(0, 0x400055C8, some(), some(), BUFFER);
            fill(BUFFER, 16, 256);
            check(0, 0x40005620, some(), BUFFER, random.nextInt(20), 0, 0);
            check(0, 0x400058E4, 2 + random.nextInt(20), BUFFER, 0);
            check(1, 0x40005A00, some(), random.nextInt(2));
            check(0, 0x40005A68, 3 + random.nextInt(15), BUFFER, SECOND, 0);
            check(0, 0x40005B4C, 3 + random.nextInt(15), some(), some(), BUFFER, 0);
            check(1, 0x40005BBC, some(), some(), 0);
        }
    }

    @Test
    void memoryOverSleep() {
        fill(BUFFER, 256, 256);
        for (int i = 0; i < ROUNDS; i++) {
            int from = BUFFER + 4 * random.nextInt(8);
            check(1, 0x40003DB4, from, from + random.nextInt(64), 4 * random.nextInt(16));
            check(1, 0x40003DF4, from, from + random.nextInt(64), 4 * random.nextInt(16));
        }
    }
}
