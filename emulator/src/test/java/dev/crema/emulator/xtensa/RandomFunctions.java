package dev.crema.emulator.xtensa;

import java.util.Set;

/** Functions of the windowed ABI that call each other, deep enough for windows to overflow and underflow all the time. */
final class RandomFunctions extends RandomProgram {
    private final int functions;
    private final int instructions;

    /**
     * A generator.
     *
     * @param functions how many; each calls the next two, so the number of calls grows as Fibonacci's numbers do
     * @param instructions in each of their pieces
     */
    RandomFunctions(long seed, Set<String> available, int functions, int instructions) {
        super(seed, available);
        this.functions = functions;
        this.instructions = instructions;
    }

    @Override
    int processorState() {
        return Core.PS_WOE | 0x2f;
    }

    @Override
    void body() {
        line("l32r a1, stack_address");
        line("pass:");
        line("mov.n a7, a0");
        line("l32i a10, a7, " + DIGEST);
        line("l32i a11, a7, " + SEED);
        line("call8 function0");
        line("mov.n a0, a7");
        line("l32i a3, a0, " + SEED);
        line("add a3, a3, a10");
        line("s32i a3, a0, " + SEED);
        line("l32i a2, a0, " + PASSES);
        line("addi a2, a2, -1");
        line("s32i a2, a0, " + PASSES);
        line("beqz a2, over");
        line("j pass");
        line("over: j finish");
        for (int function = 0; function < functions; function++) {
            function(function);
        }
    }

    private void function(int number) {
        line(".align 4");
        for (int callee = number + 1; callee <= number + 2; callee++) {
            line("pointer" + number + "_" + callee + ": .word " + (callee < functions ? "function" + callee : "0"));
        }
        line("state" + number + ": .word state");
        line("function" + number + ":");
        line("entry a1, " + (96 + 16 * random.nextInt(8)));
        define(FIRST_FREE + 2, FIRST_FREE);
        piece();
        for (int callee = number + 1; callee <= number + 2 && callee < functions; callee++) {
            call(number, callee);
            piece();
        }
        log(number);
        line(random.nextBoolean() ? "retw" : "retw.n");
    }

    private void piece() {
        for (int at = 0; at < instructions; at++) {
            plainInstruction();
        }
    }

    private void call(int number, int callee) {
        int windows = 1 + random.nextInt(3);
        line("mov.n a" + (4 * windows + 2) + ", a" + freeRegister());
        line("mov.n a" + (4 * windows + 3) + ", a" + freeRegister());
        if (random.nextBoolean()) {
            line("call" + 4 * windows + " function" + callee);
        } else {
            int pointer = freeRegister();
            line("l32r a" + pointer + ", pointer" + number + "_" + callee);
            line("callx" + 4 * windows + " a" + pointer);
        }
        define(4 * windows + 4, 4 * windows + 2);
        define(4 * windows, 4 * windows + 2, 4 * windows + 1);
    }

    /** Gives registers up to the last a value: what they hold otherwise depends on how many registers a core has. */
    private void define(int first, int source) {
        define(first, source, LAST_FREE);
    }

    private void define(int first, int source, int last) {
        for (int register = first; register <= last; register++) {
            line("addi a" + register + ", a" + source + ", " + random.nextInt(128));
        }
    }

    private void log(int number) {
        line("s32i a2, a1, 0");
        line("s32i a3, a1, 4");
        line("l32r a3, state" + number);
        line("l32i a2, a3, " + DIGEST);
        for (int register = FIRST_FREE + 2; register <= LAST_FREE; register++) {
            line("add a2, a2, a" + register);
            line("addx8 a2, a2, a2");
        }
        for (int slot = 0; slot <= 4; slot += 4) {
            line("l32i a4, a1, " + slot);
            line("add a2, a2, a4");
            line("addx8 a2, a2, a2");
        }
        line("s32i a2, a3, " + DIGEST);
        line("l32i a4, a3, " + LOG_END);
        line("s32i a2, a4, 0");
        line("addi a4, a4, 4");
        line("s32i a4, a3, " + LOG_END);
        line("l32i a2, a1, 0");
        line("l32i a3, a1, 4");
    }
}
