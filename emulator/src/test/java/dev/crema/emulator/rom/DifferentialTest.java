package dev.crema.emulator.rom;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Java functions against the code of the real ROM, on random arguments and memory. */
class DifferentialTest {
    private static final int BUFFER = 0x3FFB0000;
    private static final int SECOND = 0x3FFB4000;
    private static final int ROUNDS = 300;

    private final Random random = new Random(1);
    private RomPair roms;

    @BeforeEach
    void takeBothRoms() {
        roms = new RomPair(RealRom.get());
        // What rom_main has put there.
        roms.storeWord(0x3FFE01E0, 40);
    }

    private void check(int words, int function, int... arguments) {
        roms.check(words, function, arguments);
    }

    private void put(int address, byte... bytes) {
        roms.put(address, bytes);
    }

    private void fill(int address, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        put(address, bytes);
    }

    private int below(int limit) {
        return random.nextInt(limit);
    }

    /** Mostly short, now and then long. */
    private int length() {
        return below(5) == 0 ? below(6000) : below(40);
    }

    /** A string of few different characters, so that matches happen. */
    private void putString(int address, int length, int alphabet) {
        byte[] text = new byte[length + 1];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('A' + below(alphabet) + (below(2) == 0 ? 0 : 32));
        }
        put(address, text);
    }

    @Test
    void copiesAndFills() {
        fill(BUFFER, 0x10000);
        for (int i = 0; i < ROUNDS; i++) {
            int to = BUFFER + below(64);
            int from = SECOND + below(64);
            check(1, 0x4000C2C8, to, from, length());
            check(1, 0x4000C3C0, to, from, length());
            check(1, 0x4000C44C, to, random.nextInt(), length());
            check(0, 0x4000C1F4, to, length());
            check(1, 0x4000C220, to, from, below(256), length());
            check(1, 0x4000C0BC, to, from, length());
            fill(BUFFER, 256);
            fill(SECOND, 256);
        }
    }

    @Test
    void movesWhatOverlaps() {
        fill(BUFFER, 0x4000);
        for (int i = 0; i < ROUNDS; i++) {
            int to = BUFFER + 0x1000 + below(64);
            check(1, 0x4000C3C0, to, BUFFER + 0x1000 + below(64), length());
            // memcpy promises nothing here, but downwards it happens to work.
            check(1, 0x4000C2C8, to, to + 4 * below(20), below(120));
        }
    }

    @Test
    void instructionMemoryTakesWordsOnly() {
        fill(SECOND, 0x1000);
        for (int i = 0; i < ROUNDS; i++) {
            int iram = RomMemory.IRAM + 4 * below(64);
            check(1, 0x4000C2C8, iram, SECOND + below(16), 4 * below(100));
            check(1, 0x4000C2C8, BUFFER + 4 * below(4), iram + below(4), 4 * below(40));
            check(1, 0x4000C44C, iram, below(256), 4 * below(100));
            check(1, 0x4000C2C8, iram, SECOND + below(8), below(100));
            check(1, 0x4000C3C0, iram, SECOND, below(100));
            check(1, 0x4000C260, iram, SECOND, 1 + below(8));
        }
    }

    @Test
    void faultsAreThoseOfTheRealOne() {
        fill(BUFFER, 0x100);
        int end = RomMemory.DRAM + RomMemory.DRAM_SIZE;
        for (int i = 0; i < ROUNDS; i++) {
            check(1, 0x4000C2C8, end - below(40), BUFFER, 40 + below(5000));
            check(1, 0x4000C2C8, BUFFER + 4 * below(10), RomMemory.IRAM + RomMemory.IRAM_SIZE - 4 * below(10), 64);
            check(1, 0x4000C44C, end - below(40), 0, 40 + below(5000));
            check(1, 0x4000C3C0, end - below(40), BUFFER, 60);
            check(1, 0x400014C0, below(16));
            check(1, 0x40001274, BUFFER, below(16));
        }
    }

    @Test
    void comparesMemory() {
        for (int i = 0; i < ROUNDS; i++) {
            fill(BUFFER, 128);
            roms.check(1, 0x4000C2C8, SECOND, BUFFER, 128);
            put(SECOND + below(128), (byte) below(256));
            int offset = below(64);
            check(1, 0x4000C260, BUFFER + offset, SECOND + offset, below(64));
            check(1, 0x4000C244, BUFFER + offset, random.nextInt(), below(64));
            check(1, 0x4000C400, BUFFER + offset, random.nextInt(), below(64));
        }
    }

    @Test
    void searchesAndComparesStrings() {
        for (int i = 0; i < ROUNDS; i++) {
            int a = BUFFER + below(8);
            int b = SECOND + below(8);
            putString(a, below(60), 3);
            putString(b, below(4) == 0 ? below(60) : below(5), 3);
            check(1, 0x400014C0, a);
            check(1, 0x4000C628, a, below(60));
            check(1, 0x40001274, a, b);
            check(1, 0x40001274, a, a);
            check(1, 0x40001398, a, b);
            check(1, 0x4000C5F4, a, b, below(10));
            check(1, 0x400011CC, a, b);
            check(1, 0x40001550, a, b, below(10));
            check(1, 0x4000C53C, a, random.nextInt() & -8 | 'A');
            check(1, 0x4000C53C, a, 0);
            check(1, 0x40001708, a, 'A' + below(3));
            check(1, 0x40001708, a, 0);
            check(1, 0x4000C558, a, b);
            check(1, 0x4000C648, a, b);
            check(1, 0x4000C674, a, b);
            check(1, 0x40001210, a, b);
        }
    }

    @Test
    void writesStrings() {
        for (int i = 0; i < ROUNDS; i++) {
            int a = BUFFER + below(8);
            int b = SECOND + below(8);
            putString(a, below(60), 26);
            putString(b, below(60), 26);
            check(1, 0x400015D4, a, b, below(80));
            putString(a, below(60), 26);
            check(1, 0x4000C518, a, b);
            check(1, 0x4000C5C4, a, b, below(20));
            check(1, 0x4000C584, a, b, below(70));
            putString(a, below(60), 26);
            check(1, 0x40001470, a, b, below(100));
            check(1, 0x400013AC, a, b);
            check(1, 0x40001524, a);
            check(1, 0x4000174C, b);
        }
    }

    @Test
    void cutsTokens() {
        int delimiters = SECOND;
        int rest = SECOND + 0x100;
        for (int i = 0; i < ROUNDS; i++) {
            putString(BUFFER, below(30), 3);
            putString(delimiters, below(3), 3);
            check(1, 0x4000C70C, BUFFER, delimiters, rest);
            for (int more = 0; more < 4; more++) {
                check(1, 0x4000C70C, 0, delimiters, rest);
            }
            putString(BUFFER, below(30), 3);
            put(rest, (byte) 0, (byte) 0, (byte) (BUFFER >>> 16), (byte) (BUFFER >>> 24));
            for (int more = 0; more < 4; more++) {
                check(1, 0x40001734, rest, delimiters);
            }
            check(1, 0x4000C6A8, BUFFER, delimiters, rest, below(2));
        }
    }

    @Test
    void classifiesCharacters() {
        int[] functions = {0x40000F04, 0x40000F18, 0x40000F2C, 0x40000F50, 0x40000F64, 0x40000F78, 0x40000F94, 0x40000FA8,
            0x40000FC0, 0x40000FD4, 0x40000FE8, 0x4000C20C, 0x4000C720, 0x40001868, 0x40001884};
        for (int function : functions) {
            for (int c = -1; c < 256; c++) {
                check(1, function, c);
            }
        }
    }

    /** Numbers at the edges of everything, and any others. */
    private int edge() {
        return switch (below(6)) {
            case 0 -> below(4);
            case 1 -> -below(4);
            case 2 -> Integer.MIN_VALUE + below(2);
            case 3 -> Integer.MAX_VALUE;
            case 4 -> random.nextInt() >>> below(32);
            default -> random.nextInt();
        };
    }

    @Test
    void calculatesWithWords() {
        int[] binary = {0x4000C7B0, 0x4000C7B8, 0x4000C7C0, 0x4000C7C8, 0x4000C7D0, 0x4000AB7C, 0x40002C98, 0x40002CF8,
            0x40002D60};
        int[] unary = {0x4000C7E8, 0x4000C7F0, 0x4000C804, 0x40002ED0, 0x40002F3C, 0x40064AE0, 0x40056340, 0x40056370};
        for (int i = 0; i < ROUNDS; i++) {
            int a = edge();
            int b = edge();
            for (int function : binary) {
                if (!traps(function, a, b)) {
                    check(1, function, a, b);
                }
            }
            for (int function : unary) {
                check(1, function, a);
            }
            check(2, 0x4000C7D8, a, b);
            check(2, 0x40056348, a, b);
            check(2, 0x40056378, a, b);
        }
    }

    /** The arithmetic that aborts would go on in the application. */
    private static boolean traps(int function, int a, int b) {
        long exact = switch (function) {
            case 0x40002C98 -> (long) a + b;
            case 0x40002CF8 -> (long) a - b;
            case 0x40002D60 -> (long) a * b;
            default -> 0;
        };
        return exact != (int) exact;
    }

    private long wideEdge() {
        return switch (below(4)) {
            case 0 -> edge();
            case 1 -> (long) edge() << 32;
            case 2 -> (long) edge() << 32 | edge() & 0xFFFFFFFFL;
            default -> random.nextLong() >>> below(64);
        };
    }

    private void checkWide(int words, int function, long a, int... more) {
        int[] arguments = new int[2 + more.length];
        arguments[0] = (int) a;
        arguments[1] = (int) (a >>> 32);
        System.arraycopy(more, 0, arguments, 2, more.length);
        check(words, function, arguments);
    }

    @Test
    void calculatesWithLongWords() {
        int[] binary = {0x4000CA84, 0x4000CD4C, 0x4000CFF8, 0x4000D280, 0x4000C9FC};
        int[] shifts = {0x4000C818, 0x4000C830, 0x4000C84C};
        int[] comparisons = {0x40063820, 0x40063840};
        int[] unary = {0x4000CA50, 0x4000CA64, 0x4000CA2C, 0x40002EF8};
        int[] unaryWide = {0x4000CA14, 0x40064B08};
        for (int i = 0; i < ROUNDS; i++) {
            long a = wideEdge();
            long b = wideEdge();
            int low = (int) b;
            int high = (int) (b >>> 32);
            for (int function : binary) {
                checkWide(2, function, a, low, high);
            }
            if (b != 0) {
                checkWide(2, 0x40064BF4, a, low, high, BUFFER);
            }
            checkWide(2, 0x40064BF4, a, low, high, 0);
            for (int function : shifts) {
                checkWide(2, function, a, below(70) - 3);
            }
            for (int function : comparisons) {
                checkWide(1, function, a, low, high);
            }
            for (int function : unary) {
                checkWide(1, function, a);
            }
            for (int function : unaryWide) {
                checkWide(2, function, a);
            }
        }
    }

    /** Doubles of all kinds: zeros, subnormals, infinities, NaNs with payloads, neighbours, and ordinary ones. */
    private long someDouble(long near) {
        long sign = random.nextLong() & Long.MIN_VALUE;
        return switch (below(12)) {
            case 0 -> sign;
            case 1 -> sign | 0x7FF0000000000000L;
            case 2 -> sign | 0x7FF0000000000000L | random.nextLong() & 0xFFFFFFFFFFFFFL;
            case 3 -> sign | random.nextLong() & 0xFFFFFFFFFFFFFL >>> below(52);
            case 4 -> near ^ 1L << below(64);
            case 5 -> near + below(3) - 1;
            case 6 -> Double.doubleToRawLongBits(random.nextInt());
            case 7 -> Double.doubleToRawLongBits((double) (random.nextLong() >> below(63)));
            case 8 -> near & ~0x7FF0000000000000L | (0x3FFL - 70 + below(140)) << 52;
            case 9 -> sign | (0x3FFL + below(70)) << 52 | random.nextLong() & 0xFFFFFFFFFFFFFL & -1L << below(53);
            default -> random.nextLong();
        };
    }

    @Test
    void calculatesInDoublePrecision() {
        int[] binary = {0x40002590, 0x400026E4, 0x4006358C, 0x40002954};
        int[] comparisons = {0x400636A8, 0x400636DC, 0x40063704, 0x40063768, 0x40063790, 0x400637F4};
        long b = random.nextLong();
        for (int i = 0; i < 10 * ROUNDS; i++) {
            long a = someDouble(b);
            b = someDouble(a);
            for (int function : binary) {
                checkWide(2, function, a, (int) b, (int) (b >>> 32));
            }
            for (int function : comparisons) {
                checkWide(1, function, a, (int) b, (int) (b >>> 32));
            }
            checkWide(2, 0x400634A0, a);
            checkWide(1, 0x40002A78, a);
            checkWide(2, 0x40002AC4, a);
            checkWide(1, 0x40002B30, a);
            checkWide(1, 0x40002B90, a);
            checkWide(2, 0x400638E4, a, edge() >> below(32));
            checkWide(2, 0x4000C988, a);
            checkWide(2, 0x4000C978, a);
            checkWide(1, 0x4000C8C0, a);
            checkWide(1, 0x4000C8B0, a);
            check(2, 0x4000C944, (int) a);
            check(2, 0x4000C938, (int) a);
        }
    }

    private int someFloat(int near) {
        int sign = random.nextInt() & Integer.MIN_VALUE;
        return switch (below(10)) {
            case 0 -> sign;
            case 1 -> sign | 0x7F800000;
            case 2 -> sign | 0x7F800000 | random.nextInt() & 0x7FFFFF;
            case 3 -> sign | random.nextInt() & 0x7FFFFF >>> below(23);
            case 4 -> near ^ 1 << below(32);
            case 5 -> near + below(3) - 1;
            case 6 -> near & ~0x7F800000 | 127 - 40 + below(80) << 23;
            case 7 -> Float.floatToRawIntBits(random.nextInt() >> below(31));
            default -> random.nextInt();
        };
    }

    @Test
    void calculatesInSinglePrecision() {
        int[] binary = {0x400020E8, 0x400021D0, 0x400632C8, 0x4000234C};
        int[] comparisons = {0x40063374, 0x400633A0, 0x400633C0, 0x4006340C, 0x4006342C, 0x40063478};
        int b = random.nextInt();
        for (int i = 0; i < 10 * ROUNDS; i++) {
            int a = someFloat(b);
            b = someFloat(a);
            for (int function : binary) {
                check(1, function, a, b);
            }
            for (int function : comparisons) {
                check(1, function, a, b);
            }
            check(1, 0x400020C0, a);
            check(1, 0x4000240C, a);
            check(2, 0x4000244C, a);
            check(1, 0x400024AC, a);
            check(2, 0x40002504, a);
            check(2, 0x40002C34, a);
            check(1, 0x4006389C, a, edge() >> below(32));
            check(1, 0x4000C870, a);
            check(1, 0x4000C864, a);
        }
    }

    @Test
    void digests() {
        int context = SECOND;
        fill(BUFFER, 0x2000);
        int[] crcs = {0x4005CFEC, 0x4005D024, 0x4005D05C, 0x4005D09C, 0x4005D0E0, 0x4005D114};
        for (int i = 0; i < ROUNDS / 4; i++) {
            int from = BUFFER + below(64);
            for (int function : crcs) {
                check(1, function, random.nextInt(), from, length());
            }
            check(1, 0x4005EDBC, random.nextInt(), below(9) == 0 ? 0 : from, length());
            check(1, 0x4005EE88, random.nextInt(), below(9) == 0 ? 0 : from, length());
            check(1, 0x4005D144, from, below(40));
            check(0, 0x4005DA7C, context);
            for (int more = below(4); more > 0; more--) {
                check(0, 0x4005DA9C, context, from + below(64), below(300));
            }
            check(0, 0x4005DB1C, SECOND + 0x100, context);
        }
    }

    @Test
    void writesNumbers() {
        for (int i = 0; i < ROUNDS; i++) {
            int value = edge();
            check(1, 0x400566B4, value, BUFFER, below(2) == 0 ? 10 : below(40));
            check(1, 0x40056258, value, BUFFER, below(2) == 0 ? 10 : below(40));
        }
    }

    private void putRegisters(int from, int to) {
        for (int address = from; address < to; address += 4) {
            roms.putRegister(address, random.nextInt());
        }
    }

    @Test
    void drivesPadsAndTheMatrix() {
        for (int gpio = 0; gpio < 48; gpio++) {
            putRegisters(0x3FF49000, 0x3FF490A0);
            putRegisters(0x3FF48400, 0x3FF484D0);
            putRegisters(0x3FF480C0, 0x3FF480D0);
            putRegisters(0x3FF44000, 0x3FF44130);
            check(0, 0x40009FDC, gpio);
            check(0, 0x4000A11C, gpio, below(8));
            check(0, 0x4000A22C, gpio);
            check(0, 0x4000A348, gpio);
            check(0, 0x4000A734, gpio);
            check(0, 0x4000A484, gpio);
            check(0, 0x40009EDC, gpio, below(256), below(2));
            check(0, 0x40009EDC, 0x34, below(256), below(2));
            check(0, 0x40009F0C, gpio, below(257), below(2), below(2));
            check(0, 0x40009B24, edge(), edge(), edge(), edge());
            check(0, 0x40009B5C, edge(), edge(), edge(), edge());
            check(1, 0x40009B88);
            check(1, 0x40009B9C);
            check(0, 0x40009E7C, gpio % 40, below(6));
            check(0, 0x40009EB0);
        }
    }

    @Test
    void drivesTheSystem() {
        for (int i = 0; i < ROUNDS; i++) {
            putRegisters(0x3FF48000, 0x3FF480C0);
            putRegisters(0x3FF5A000, 0x3FF5A020);
            putRegisters(0x3FF5F06C, 0x3FF5F070);
            int cpu = below(2);
            check(1, 0x400081D4, cpu);
            check(1, 0x400081F4);
            check(0, 0x4000824C);
            check(0, 0x40008264, cpu);
            check(0, 0x40008288, cpu);
            check(0, 0x4000689C, edge());
            check(0, 0x4000687C, edge());
            check(0, 0x4000688C, edge());
            check(0, 0x4000681C, cpu, below(69), below(32));
            check(0, 0x40007D18, edge());
            check(0, 0x40007D38, edge());
            check(0, 0x40007D28);
            check(1, 0x40008658);
            check(1, 0x4000856C);
            check(1, 0x40008710);
            check(1, 0x40008588);
            check(0, 0x40008550, below(240));
            check(1, 0x4000855C);
        }
    }

    @Test
    void mapsFlashAndExternalRam() {
        int[] windows = {0x3F400000, 0x3F800000, 0x400D0000, 0x40400000, 0x40800000, 0x3F3F0000, 0x40000000};
        int[] sizes = {64, 32, 16, 8, 4, 2, 7};
        for (int i = 0; i < ROUNDS; i++) {
            putRegisters(0x3FF00040, 0x3FF00060);
            int cpu = below(2);
            int process = below(3) == 0 ? below(8) : below(2);
            int address = windows[below(windows.length)] + (below(80) << 16) + (below(4) == 0 ? below(64) << 10 : 0);
            int physical = below(256) << 16;
            int size = sizes[below(sizes.length)];
            check(1, 0x400095E0, cpu, process, address, physical, size, below(5));
            check(1, 0x400097F4, cpu, process, address, physical, size, below(5));
        }
        check(0, 0x400095A4, 0);
        check(0, 0x400095A4, 1);
    }

    @Test
    void switchesCaches() {
        for (int i = 0; i < ROUNDS; i++) {
            putRegisters(0x3FF00040, 0x3FF00060);
            putRegisters(0x3FF43050, 0x3FF43054);
            for (int control : new int[] {0x3FF00040, 0x3FF00058}) {
                roms.putRegister(control, random.nextInt() | 1 << 5);
            }
            int cpu = below(2);
            check(0, 0x40009950, cpu);
            check(0, 0x40009A14, cpu);
            check(0, 0x40009A84, cpu);
            check(0, 0x40009AB8, cpu);
        }
    }
}
