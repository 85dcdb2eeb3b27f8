package dev.crema.emulator.xtensa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Integer instructions, each run as an instruction: what goes into a2 of a3, a4 and the shift amount. */
class KernelsTest {
    private static int bits(String number) {
        return Long.decode(number).intValue();
    }

    private static Guest run(String instruction, String s, String t, int sar) {
        Guest guest = new Guest(instruction + "\n done: nop");
        guest.core.a(3, bits(s));
        guest.core.a(4, bits(t));
        guest.core.special(SpecialRegister.SAR, sar);
        return guest.run();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "add a2, a3, a4 | 0x7fffffff | 1 | 0x80000000", "addx2 a2, a3, a4 | 0x40000001 | 5 | 0x80000007",
        "addx4 a2, a3, a4 | 3 | 5 | 17", "addx8 a2, a3, a4 | 3 | 5 | 29", "sub a2, a3, a4 | 3 | 5 | -2",
        "subx2 a2, a3, a4 | 3 | 5 | 1", "subx4 a2, a3, a4 | 3 | 5 | 7", "subx8 a2, a3, a4 | 3 | 5 | 19",
        "addi a2, a3, -128 | 1 | 0 | -127", "addmi a2, a3, 32512 | 1 | 0 | 32513", "addi.n a2, a3, -1 | 1 | 0 | 0",
        "neg a2, a4 | 0 | 5 | -5", "abs a2, a4 | 0 | -5 | 5", "abs a2, a4 | 0 | 0x80000000 | 0x80000000",
        "and a2, a3, a4 | 12 | 10 | 8", "or a2, a3, a4 | 12 | 10 | 14", "xor a2, a3, a4 | 12 | 10 | 6",
        "movi a2, -2048 | 0 | 0 | -2048", "movi.n a2, 95 | 0 | 0 | 95", "movi.n a2, -32 | 0 | 0 | -32",
        "mov.n a2, a3 | 7 | 0 | 7", "min a2, a3, a4 | -1 | 1 | -1", "minu a2, a3, a4 | -1 | 1 | 1",
        "max a2, a3, a4 | -1 | 1 | 1", "maxu a2, a3, a4 | -1 | 1 | -1", "sext a2, a3, 7 | 0x80 | 0 | -128",
        "sext a2, a3, 15 | 0x17fff | 0 | 0x7fff", "clamps a2, a3, 7 | 128 | 0 | 127", "clamps a2, a3, 7 | -129 | 0 | -128",
        "clamps a2, a3, 22 | 0x3fffff | 0 | 0x3fffff", "nsa a2, a3 | 0 | 0 | 31", "nsa a2, a3 | -1 | 0 | 31",
        "nsa a2, a3 | 0x00ffffff | 0 | 7", "nsa a2, a3 | 0x80000000 | 0 | 0", "nsau a2, a3 | 0 | 0 | 32",
        "nsau a2, a3 | 0x00010000 | 0 | 15", "slli a2, a3, 1 | 0x80000001 | 0 | 2", "slli a2, a3, 31 | 3 | 0 | 0x80000000",
        "srli a2, a4, 15 | 0 | 0x80000000 | 0x10000", "srai a2, a4, 31 | 0 | 0x80000000 | -1",
        "extui a2, a4, 28, 4 | 0 | 0x9abcdef0 | 9", "extui a2, a4, 4, 16 | 0 | 0x9abcdef0 | 0xcdef",
        "mul16u a2, a3, a4 | 0x1ffff | 0xffff | 0xfffe0001", "mul16s a2, a3, a4 | 0x1ffff | 0x8000 | 0x8000",
        "mull a2, a3, a4 | 0x10001 | 0x10001 | 0x20001", "muluh a2, a3, a4 | -1 | -1 | -2", "mulsh a2, a3, a4 | -1 | -1 | 0",
        "mulsh a2, a3, a4 | 0x80000000 | 0x80000000 | 0x40000000", "quou a2, a3, a4 | -1 | 2 | 0x7fffffff",
        "quos a2, a3, a4 | -7 | 2 | -3", "quos a2, a3, a4 | 0x80000000 | -1 | 0x80000000", "remu a2, a3, a4 | -1 | 16 | 15",
        "rems a2, a3, a4 | -7 | 2 | -1", "rems a2, a3, a4 | 0x80000000 | -1 | 0"})
    void integers(String instruction, String s, String t, String result) {
        assertEquals(bits(result), run(instruction, s, t, 0).a(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sll a2, a3 | 3 | 0 | 31 | 6", "sll a2, a3 | 3 | 0 | 32 | 3", "sll a2, a3 | 3 | 0 | 0 | 0",
        "srl a2, a4 | 0 | 0x80000000 | 31 | 1", "srl a2, a4 | 0 | 0x80000000 | 32 | 0", "sra a2, a4 | 0 | 0x80000000 | 32 | -1",
        "sra a2, a4 | 0 | 0x80000000 | 4 | 0xf8000000", "src a2, a3, a4 | 0x11223344 | 0x55667788 | 8 | 0x44556677",
        "src a2, a3, a4 | 0x11223344 | 0x55667788 | 32 | 0x11223344", "src a2, a3, a4 | 1 | 2 | 0 | 2"})
    void shifts(String instruction, String s, String t, int sar, String result) {
        assertEquals(bits(result), run(instruction, s, t, sar).a(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ssr a3 | 35 | 3", "ssl a3 | 0 | 32", "ssl a3 | 33 | 31", "ssai 31 | 0 | 31",
        "ssa8l a3 | 7 | 24", "ssa8b a3 | 5 | 24"})
    void shiftAmounts(String instruction, String s, int sar) {
        assertEquals(sar, run(instruction, s, "0", 63).special(SpecialRegister.SAR));
    }

    @ParameterizedTest
    @CsvSource({"moveqz, 0, true", "moveqz, 1, false", "movnez, 0, false", "movnez, -1, true", "movltz, -1, true",
        "movltz, 0, false", "movgez, 0, true", "movgez, -5, false"})
    void conditionalMoves(String mnemonic, String t, boolean moves) {
        Guest guest = new Guest(mnemonic + " a2, a3, a4\n done: nop");
        guest.core.a(2, 1);
        guest.core.a(3, 2);
        guest.core.a(4, bits(t));
        assertEquals(moves ? 2 : 1, guest.run().a(2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "beqz a3 | 0 | 0 | true", "bnez a3 | 0 | 0 | false", "bltz a3 | -1 | 0 | true", "bgez a3 | -1 | 0 | false",
        "beqz.n a3 | 1 | 0 | false", "bnez.n a3 | 1 | 0 | true", "beqi a3, 256 | 256 | 0 | true", "bnei a3, -1 | -1 | 0 | false",
        "blti a3, 1 | 0 | 0 | true", "bgei a3, -1 | -1 | 0 | true", "bltui a3, 32768 | 32767 | 0 | true",
        "bgeui a3, 65536 | -1 | 0 | true", "beq a3, a4 | 5 | 5 | true", "bne a3, a4 | 5 | 5 | false", "blt a3, a4 | -1 | 0 | true",
        "bge a3, a4 | -1 | 0 | false", "bltu a3, a4 | -1 | 0 | false", "bgeu a3, a4 | -1 | 0 | true",
        "bnone a3, a4 | 12 | 3 | true", "bany a3, a4 | 12 | 3 | false", "ball a3, a4 | 14 | 10 | true",
        "bnall a3, a4 | 14 | 11 | true", "bbc a3, a4 | 4 | 34 | false", "bbs a3, a4 | 4 | 34 | true",
        "bbci a3, 31 | 0x80000000 | 0 | false", "bbsi a3, 31 | 0x80000000 | 0 | true"})
    void branches(String branch, String s, String t, boolean taken) {
        String separator = branch.contains(" ") ? ", " : " ";
        Guest guest = run("movi a2, 1\n" + branch + separator + "taken\n movi a2, 0\n taken: nop", s, t, 0);
        assertEquals(taken ? 1 : 0, guest.a(2));
    }

    @ParameterizedTest
    @CsvSource({"l8ui, 1, 0xfe", "l16ui, 0, 0xfedc", "l16si, 0, 0xfffffedc", "l32i, 0, 0x98bafedc", "l32ai, 0, 0x98bafedc",
        "l16ui, 2, 0x98ba"})
    void loads(String mnemonic, int offset, String result) {
        Guest guest = new Guest(mnemonic + " a2, a1, " + offset + "\n done: nop");
        guest.memory.store32(Guest.STACK, 0x98ba_fedc);
        assertEquals(bits(result), guest.run().a(2));
    }

    @ParameterizedTest
    @CsvSource({"s8i, 1, 0x1111cd11", "s16i, 2, 0xabcd1111", "s32i, 0, 0x1234abcd", "s32ri, 0, 0x1234abcd", "s32nb, 0, 0x1234abcd"})
    void stores(String mnemonic, int offset, String result) {
        Guest guest = new Guest(mnemonic + " a2, a1, " + offset + "\n done: nop");
        guest.memory.store32(Guest.STACK, 0x1111_1111);
        guest.core.a(2, 0x1234_abcd);
        guest.run();
        assertEquals(bits(result), guest.memory.load32(Guest.STACK));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"andb b0, b1, b2 | 0x6 | 0x7", "andb b0, b1, b2 | 0x3 | 0x2", "andbc b0, b1, b2 | 0x2 | 0x3",
        "orb b0, b1, b2 | 0x4 | 0x5", "orbc b0, b1, b2 | 0x4 | 0x4", "orbc b0, b1, b2 | 0x0 | 0x1", "xorb b0, b1, b2 | 0x6 | 0x6",
        "any4 b0, b4 | 0x10 | 0x11", "all4 b0, b4 | 0xf0 | 0xf1", "all4 b0, b4 | 0x70 | 0x70", "any8 b0, b8 | 0x8000 | 0x8001",
        "all8 b0, b8 | 0xff00 | 0xff01", "all8 b0, b8 | 0x7f00 | 0x7f00"})
    void booleans(String instruction, String before, String after) {
        Guest guest = new Guest(instruction + "\n done: nop");
        guest.core.special(SpecialRegister.BR, bits(before));
        assertEquals(bits(after), guest.run().special(SpecialRegister.BR));
    }

    @Test
    void booleansSteerBranchesAndMoves() {
        Guest guest = new Guest("""
                    bt b3, taken
                    ill
                taken:
                    bf b3, done
                    movt a2, a3, b3
                    movf a4, a3, b3
                done:
                    nop
                """);
        guest.core.special(SpecialRegister.BR, 8);
        guest.core.a(2, 1);
        guest.core.a(3, 2);
        guest.core.a(4, 3);
        guest.run();
        assertEquals(2, guest.a(2));
        assertEquals(3, guest.a(4));
    }

    /** The product of the halves of 0x0003fffe and 0x00050002: −2 or 3 by 2 or 5. */
    @ParameterizedTest
    @CsvSource({"umul.aa.ll, 131068", "mul.aa.ll, -4", "mul.aa.hl, 6", "mul.aa.lh, -10", "mul.aa.hh, 15", "mula.aa.hh, 115",
        "muls.aa.lh, 110", "mul.ad.hl, 6", "mula.da.lh, 90", "muls.dd.ll, 104"})
    void multiplyAccumulate(String mnemonic, long acc) {
        String first = mnemonic.charAt(mnemonic.indexOf('.') + 1) == 'a' ? "a3" : "m1";
        String second = mnemonic.charAt(mnemonic.indexOf('.') + 2) == 'a' ? "a4" : "m3";
        Guest guest = new Guest(mnemonic + " " + first + ", " + second + "\n done: nop");
        guest.core.a(3, 0x0003_fffe);
        guest.core.a(4, 0x0005_0002);
        guest.core.special(SpecialRegister.M1, 0x0003_fffe);
        guest.core.special(SpecialRegister.M3, 0x0005_0002);
        guest.core.special(SpecialRegister.ACCLO, 100);
        guest.run();
        assertEquals((int) acc, guest.special(SpecialRegister.ACCLO));
        assertEquals((int) (acc >> 32), guest.special(SpecialRegister.ACCHI));
    }

    @Test
    void accumulatorHasFortyBits() {
        Guest guest = new Guest("mula.aa.hh a3, a3\n done: nop");
        guest.core.a(3, 0x4000_0000);
        guest.core.special(SpecialRegister.ACCLO, 0xf000_0000);
        guest.core.special(SpecialRegister.ACCHI, 0x7f);
        guest.run();
        assertEquals(-128, guest.special(SpecialRegister.ACCHI));
        assertEquals(0, guest.special(SpecialRegister.ACCLO));
    }

    @Test
    void multiplyAndLoadUsesTheOldRegisterAndMovesTheAddress() {
        Guest guest = new Guest("mula.dd.ll.ldinc m0, a3, m0, m2\n mula.da.ll.lddec m1, a3, m0, a4\n done: nop");
        guest.memory.store32(Guest.STACK, 50);
        guest.memory.store32(Guest.STACK + 4, 7);
        guest.core.a(3, Guest.STACK);
        guest.core.a(4, 2);
        guest.core.special(SpecialRegister.M0, 3);
        guest.core.special(SpecialRegister.M2, 5);
        guest.run();
        assertEquals(3 * 5 + 7 * 2, guest.special(SpecialRegister.ACCLO));
        assertEquals(Guest.STACK, guest.a(3));
        assertEquals(7, guest.special(SpecialRegister.M0));
        assertEquals(50, guest.special(SpecialRegister.M1));
    }

    @Test
    void registersOfAllKinds() {
        Guest guest = new Guest("""
                    wsr.excsave3 a3
                    xsr.excsave3 a4
                    rsr.prid a5
                    wur.threadptr a3
                    rur.threadptr a6
                    setb_expstate 4
                    rur.expstate a7
                    wsr.vecbase a3
                    rsr.vecbase a8
                    rer a9, a3
                    wer a3, a10
                    wdtlb a3, a10
                    rdtlb1 a11, a10
                done:
                    nop
                """);
        guest.core.a(3, 0x1234_567f);
        guest.core.a(4, 9);
        guest.core.a(10, 0x2000_0000);
        guest.run();
        assertEquals(0x1234_567f, guest.a(4));
        assertEquals(9, guest.special(SpecialRegister.EXCSAVE3));
        assertEquals(0xcdcd, guest.a(5));
        assertEquals(0x1234_567f, guest.a(6));
        assertEquals(16, guest.a(7));
        assertEquals(0x1234_5400, guest.a(8));
        assertEquals(~0x1234_567f, guest.a(9));
        assertEquals(15, guest.a(11));
        assertEquals(0x1234_567f ^ 0x2000_0000, guest.memory.load32(Guest.STACK));
    }
}
