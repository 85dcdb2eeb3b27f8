package dev.crema.emulator.rom;

import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;

/** Pure Java functions as ROM functions, named by their arguments and result: a word is 32 bits, wide is 64. */
final class Abi {
    /** {@code long f(long, int)}. */
    @FunctionalInterface
    interface WideShift {
        long apply(long value, int count);
    }

    /** {@code int f(long, long)}. */
    @FunctionalInterface
    interface WideComparison {
        int apply(long a, long b);
    }

    /** {@code long f(int)}. */
    @FunctionalInterface
    interface WordToWide {
        long apply(int value);
    }

    /** {@code long f(int, int)}. */
    @FunctionalInterface
    interface WordsToWide {
        long apply(int a, int b);
    }

    private Abi() {
    }

    static RomFunction word(IntUnaryOperator function) {
        return call -> call.result(function.applyAsInt(call.word(0)));
    }

    static RomFunction words(IntBinaryOperator function) {
        return call -> call.result(function.applyAsInt(call.word(0), call.word(1)));
    }

    static RomFunction wide(LongUnaryOperator function) {
        return call -> call.result(function.applyAsLong(call.wide(0)));
    }

    static RomFunction wides(LongBinaryOperator function) {
        return call -> call.result(function.applyAsLong(call.wide(0), call.wide(2)));
    }

    static RomFunction shift(WideShift function) {
        return call -> call.result(function.apply(call.wide(0), call.word(2)));
    }

    static RomFunction compare(WideComparison function) {
        return call -> call.result(function.apply(call.wide(0), call.wide(2)));
    }

    static RomFunction wideToWord(LongToIntFunction function) {
        return call -> call.result(function.applyAsInt(call.wide(0)));
    }

    static RomFunction wordToWide(WordToWide function) {
        return call -> call.result(function.apply(call.word(0)));
    }

    static RomFunction wordsToWide(WordsToWide function) {
        return call -> call.result(function.apply(call.word(0), call.word(1)));
    }
}
