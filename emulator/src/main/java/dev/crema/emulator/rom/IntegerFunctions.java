package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.ExceptionCause;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/** libgcc's integer arithmetic, and the conversions and small functions of {@code <stdlib.h>}. */
final class IntegerFunctions {
    private static final int DIVISION_64 = 60;
    private static final int DIGITS_MAX_BASE = 36;
    private static final int PER_DIGIT = 12;
    /** The ROM's address of abort(), which ends in the application. */
    private static final int ABORT = 0x4000BBA4;

    private IntegerFunctions() {
    }

    static void bind(Bindings rom) {
        bindWords(rom);
        bindWide(rom);
        bindTrapping(rom);
        bindStandardLibrary(rom);
    }

    private static void bindWords(Bindings rom) {
        rom.bind(0x4000C7B0, "int __mulsi3(int a, int b)", Abi.words((a, b) -> a * b));
        rom.bind(0x4000C7B8, "int __divsi3(int a, int b)", dividing((a, b) -> a / b));
        rom.bind(0x4000C7C0, "int __modsi3(int a, int b)", dividing((a, b) -> a % b));
        rom.bind(0x4000C7C8, "unsigned __udivsi3(unsigned a, unsigned b)", dividing(Integer::divideUnsigned));
        rom.bind(0x4000C7D0, "unsigned __umodsi3(unsigned a, unsigned b)", dividing(Integer::remainderUnsigned));
        rom.bind(0x4000C7D8, "uint64_t __umulsidi3(unsigned a, unsigned b)",
                Abi.wordsToWide((a, b) -> (a & 0xFFFFFFFFL) * (b & 0xFFFFFFFFL)));
        rom.bind(0x4000C7E8, "int __clzsi2(unsigned a)", Abi.word(Integer::numberOfLeadingZeros));
        // The ROM computes 31 - NSAU(a & -a), which makes -1 of 0.
        rom.bind(0x4000C7F0, "int __ctzsi2(unsigned a)",
                Abi.word(a -> a == 0 ? -1 : Integer.numberOfTrailingZeros(a)));
        rom.bind(0x4000C804, "int __ffssi2(int a)", Abi.word(a -> a == 0 ? 0 : Integer.numberOfTrailingZeros(a) + 1));
        rom.bind(0x40002ED0, 40, "int __popcountsi2(unsigned a)", Abi.word(Integer::bitCount));
        rom.bind(0x40002F3C, "int __paritysi2(unsigned a)", Abi.word(a -> Integer.bitCount(a) & 1));
        rom.bind(0x40064AE0, "uint32_t __bswapsi2(uint32_t a)", Abi.word(Integer::reverseBytes));
        rom.bind(0x40063860, "void __clear_cache(void *from, void *to)", call -> { });
        rom.bind(0x4000AB7C, "int roundup2(int x, int n)", Abi.words((x, n) -> x + n - 1 & -n));
    }

    private static void bindWide(Bindings rom) {
        rom.bind(0x4000CA84, DIVISION_64, "int64_t __divdi3(int64_t a, int64_t b)", dividingWide((a, b) -> a / b));
        rom.bind(0x4000CD4C, DIVISION_64, "int64_t __moddi3(int64_t a, int64_t b)", dividingWide((a, b) -> a % b));
        rom.bind(0x4000CFF8, DIVISION_64, "uint64_t __udivdi3(uint64_t a, uint64_t b)",
                dividingWide(Long::divideUnsigned));
        rom.bind(0x4000D280, DIVISION_64, "uint64_t __umoddi3(uint64_t a, uint64_t b)",
                dividingWide(Long::remainderUnsigned));
        rom.bind(0x40064BF4, DIVISION_64 + 4, "uint64_t __udivmoddi4(uint64_t a, uint64_t b, uint64_t *remainder)",
                IntegerFunctions::udivmoddi4);
        rom.bind(0x4000C9FC, "int64_t __muldi3(int64_t a, int64_t b)", Abi.wides((a, b) -> a * b));
        rom.bind(0x4000CA14, "int64_t __negdi2(int64_t a)", Abi.wide(a -> -a));
        rom.bind(0x4000C818, "int64_t __ashldi3(int64_t a, int n)", Abi.shift(IntegerFunctions::shiftLeft));
        rom.bind(0x4000C830, "int64_t __ashrdi3(int64_t a, int n)", Abi.shift(IntegerFunctions::shiftRightArithmetic));
        rom.bind(0x4000C84C, "uint64_t __lshrdi3(uint64_t a, int n)", Abi.shift(IntegerFunctions::shiftRightLogical));
        rom.bind(0x4000CA50, "int __clzdi2(uint64_t a)", Abi.wideToWord(Long::numberOfLeadingZeros));
        // As for 32 bits: 63 - NSAU(...) of the half that is not 0.
        rom.bind(0x4000CA64, "int __ctzdi2(uint64_t a)",
                Abi.wideToWord(a -> a == 0 ? 31 : Long.numberOfTrailingZeros(a)));
        rom.bind(0x4000CA2C, "int __ffsdi2(int64_t a)",
                Abi.wideToWord(a -> a == 0 ? 0 : Long.numberOfTrailingZeros(a) + 1));
        rom.bind(0x40063820, "int __cmpdi2(int64_t a, int64_t b)", Abi.compare((a, b) -> Long.compare(a, b) + 1));
        rom.bind(0x40063840, "int __ucmpdi2(uint64_t a, uint64_t b)",
                Abi.compare((a, b) -> Long.compareUnsigned(a, b) + 1));
        rom.bind(0x40002EF8, 80, "int __popcountdi2(uint64_t a)", Abi.wideToWord(Long::bitCount));
        rom.bind(0x40064B08, "uint64_t __bswapdi2(uint64_t a)", Abi.wide(Long::reverseBytes));
    }

    /** The arithmetic of -ftrapv: what overflows aborts. */
    private static void bindTrapping(Bindings rom) {
        rom.bind(0x40002C98, "int __addvsi3(int a, int b)", trapping(Math::addExact));
        rom.bind(0x40002CF8, "int __subvsi3(int a, int b)", trapping(Math::subtractExact));
        rom.bind(0x40002D60, "int __mulvsi3(int a, int b)", trapping(Math::multiplyExact));
        rom.bind(0x40002E78, "int __negvsi2(int a)", trapping((a, unused) -> Math.negateExact(a)));
        rom.bind(0x40063868, "int __absvsi2(int a)", trapping((a, unused) -> Math.absExact(a)));
        rom.bind(0x40002CBC, "int64_t __addvdi3(int64_t a, int64_t b)", trappingWide(Math::addExact));
        rom.bind(0x40002D20, "int64_t __subvdi3(int64_t a, int64_t b)", trappingWide(Math::subtractExact));
        rom.bind(0x40002D78, "int64_t __mulvdi3(int64_t a, int64_t b)", trappingWide(Math::multiplyExact));
        rom.bind(0x40002E98, "int64_t __negvdi2(int64_t a)", trappingWide((a, unused) -> Math.negateExact(a)));
        rom.bind(0x4006387C, "int64_t __absvdi2(int64_t a)", trappingWide((a, unused) -> Math.absExact(a)));
    }

    private static void bindStandardLibrary(Bindings rom) {
        rom.bind(0x40056340, "int abs(int a)", Abi.word(Math::abs));
        rom.bind(0x40056370, "long labs(long a)", Abi.word(Math::abs));
        rom.bind(0x40056348, "div_t div(int a, int b)", IntegerFunctions::div);
        rom.bind(0x40056378, "ldiv_t ldiv(long a, long b)", IntegerFunctions::div);
        rom.bind(0x400561F0, "char *__utoa(unsigned value, char *to, int base)", IntegerFunctions::utoa);
        rom.bind(0x40056258, "char *utoa(unsigned value, char *to, int base)", IntegerFunctions::utoa);
        rom.bind(0x40056678, "char *__itoa(int value, char *to, int base)", IntegerFunctions::itoa);
        rom.bind(0x400566B4, "char *itoa(int value, char *to, int base)", IntegerFunctions::itoa);
    }

    private static RomFunction dividing(IntBinaryOperator operation) {
        return call -> {
            int divisor = call.word(1);
            if (divisor == 0) {
                throw call.core().fault().of(ExceptionCause.INTEGER_DIVIDE_BY_ZERO);
            }
            call.result(operation.applyAsInt(call.word(0), divisor));
        };
    }

    private static RomFunction dividingWide(LongBinaryOperator operation) {
        return call -> {
            long divisor = call.wide(2);
            if (divisor == 0) {
                throw call.core().fault().of(ExceptionCause.INTEGER_DIVIDE_BY_ZERO);
            }
            call.result(operation.applyAsLong(call.wide(0), divisor));
        };
    }

    private static void udivmoddi4(Call call) {
        long a = call.wide(0);
        long b = call.wide(2);
        int to = call.word(4);
        if (b == 0) {
            throw call.core().fault().of(ExceptionCause.INTEGER_DIVIDE_BY_ZERO);
        }
        if (to != 0) {
            long remainder = Long.remainderUnsigned(a, b);
            call.memory().store32(to, (int) remainder);
            call.memory().store32(to + 4, (int) (remainder >>> 32));
        }
        call.result(Long.divideUnsigned(a, b));
    }

    private static RomFunction trapping(IntBinaryOperator exact) {
        return call -> {
            try {
                call.result(exact.applyAsInt(call.word(0), call.word(1)));
            } catch (ArithmeticException overflow) {
                call.jump(ABORT);
            }
        };
    }

    private static RomFunction trappingWide(LongBinaryOperator exact) {
        return call -> {
            try {
                call.result(exact.applyAsLong(call.wide(0), call.wide(2)));
            } catch (ArithmeticException overflow) {
                call.jump(ABORT);
            }
        };
    }

    /** By shifts of a funnel of 64 bits for counts below 32, negative ones included, and of one word from there on. */
    private static long shiftLeft(long a, int n) {
        if (n >= 32) {
            return (a & 0xFFFFFFFFL) << 32 << (n & 31);
        }
        return a << (n & 31);
    }

    private static long shiftRightArithmetic(long a, int n) {
        return n >= 32 ? a >> 32 >> (n & 31) : a >> (n & 31);
    }

    private static long shiftRightLogical(long a, int n) {
        return n >= 32 ? a >>> 32 >>> (n & 31) : a >>> (n & 31);
    }

    /** A structure of two words is returned like a value of 64 bits. */
    private static void div(Call call) {
        int a = call.word(0);
        int b = call.word(1);
        if (b == 0) {
            throw call.core().fault().of(ExceptionCause.INTEGER_DIVIDE_BY_ZERO);
        }
        call.result(a / b & 0xFFFFFFFFL | (long) (a % b) << 32);
    }

    private static void utoa(Call call) {
        int to = call.word(1);
        call.result(digits(call, call.word(0), to, call.word(2)) ? to : 0);
    }

    private static void itoa(Call call) {
        int value = call.word(0);
        int to = call.word(1);
        int base = call.word(2);
        boolean negative = base == 10 && value < 0;
        if (negative) {
            call.memory().store8(to, '-');
        }
        call.result(digits(call, negative ? -value : value, negative ? to + 1 : to, base) ? to : 0);
    }

    /** Writes an unsigned number; an impossible base writes the empty string and gives false. */
    private static boolean digits(Call call, int value, int to, int base) {
        if (base < 2 || base > DIGITS_MAX_BASE) {
            call.memory().store8(to, 0);
            return false;
        }
        int length = 1;
        for (int rest = Integer.divideUnsigned(value, base); rest != 0; rest = Integer.divideUnsigned(rest, base)) {
            length++;
        }
        int rest = value;
        for (int i = length - 1; i >= 0; i--) {
            call.memory().store8(to + i, Character.forDigit(Integer.remainderUnsigned(rest, base), base));
            rest = Integer.divideUnsigned(rest, base);
        }
        call.memory().store8(to + length, 0);
        call.charge((long) length * PER_DIGIT);
        return true;
    }
}
