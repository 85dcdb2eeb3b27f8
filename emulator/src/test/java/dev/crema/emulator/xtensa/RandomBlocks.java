package dev.crema.emulator.xtensa;

import java.util.List;
import java.util.Set;

/** Blocks of everything that keeps the register window: arithmetic, memory, branches, loops, exceptions, calls without windows. */
final class RandomBlocks extends RandomProgram {
    private static final int POOL_WORDS = 4;

    private final int blocks;
    private final int instructions;
    private final List<Row> accesses;
    private final List<Row> branches;
    private final List<Row> loops;

    /**
     * A generator.
     *
     * @param blocks how many
     * @param instructions in each
     */
    RandomBlocks(long seed, Set<String> available, int blocks, int instructions) {
        super(seed, available);
        this.blocks = blocks;
        this.instructions = instructions;
        accesses = rows(RandomProgram::isAccess);
        branches = rows(row -> row.action() instanceof Action.Branch && !row.is(Row.Flag.SETS_LEND));
        loops = rows(row -> row.is(Row.Flag.SETS_LEND));
    }

    @Override
    int processorState() {
        return 0x2f;
    }

    /** Where a block begins: its label. */
    static String label(int block) {
        return "block" + block;
    }

    @Override
    void body() {
        line("pass:");
        for (int block = 0; block < blocks; block++) {
            block(block);
        }
        line("l32i a2, a0, " + PASSES);
        line("addi a2, a2, -1");
        line("s32i a2, a0, " + PASSES);
        line("bnez a2, another");
        line("j finish");
        line("another: j pass");
    }

    private void block(int block) {
        line("j " + label(block));
        line(".align 4");
        for (int word = 0; word < POOL_WORDS; word++) {
            line("pool" + block + "_" + word + ": .word " + random.nextInt());
        }
        line("function" + block + ":");
        plainInstruction();
        plainInstruction();
        line(random.nextBoolean() ? "ret" : "ret.n");
        line(label(block) + ":");
        for (int at = 0; at < instructions; at++) {
            anything(block);
        }
        digest();
    }

    private void anything(int block) {
        switch (random.nextInt(32)) {
            case 0, 1, 2, 3, 4 -> access();
            case 5, 6, 7 -> branch(branches);
            case 8 -> line("l32r a" + freeRegister() + ", pool" + block + "_" + random.nextInt(POOL_WORDS));
            case 9 -> loop();
            case 10 -> call(block);
            case 11 -> line(List.of("syscall", "ill", "ill.n").get(random.nextInt(3)));
            case 12 -> jump();
            case 13 -> criticalSection();
            default -> plainInstruction();
        }
    }

    /** What an operating system puts around what no interrupt may disturb. */
    private void criticalSection() {
        int saved = freeRegister();
        line("rsil a" + saved + ", " + random.nextInt(4));
        line("wsr.misc0 a" + saved);
        plainInstruction();
        plainInstruction();
        line("rsr.misc0 a" + saved);
        line("wsr.ps a" + saved);
        line("rsync");
    }

    /** An access at an offset from the scratch memory, or from somewhere in it. */
    private void access() {
        Row row = any(accesses);
        int base = 1;
        if (random.nextInt(3) == 0) {
            base = freeRegister();
            line("extui a" + base + ", a" + freeRegister() + ", " + random.nextInt(8) + ", 9");
            line("addx4 a" + base + ", a" + base + ", a1");
        }
        String[] operands = instruction(row, "").split(", ");
        line(operands[0] + ", a" + base + ", " + operands[2]);
    }

    private void branch(List<Row> rows) {
        String target = newLabel();
        line(instruction(any(rows), target));
        for (int skipped = random.nextInt(3); skipped >= 0; skipped--) {
            plainInstruction();
        }
        line(target + ":");
    }

    private void jump() {
        String target = newLabel();
        line("j " + target);
        plainInstruction();
        line(target + ":");
    }

    /** A loop of a few passes, in which branches may lead to its end. */
    private void loop() {
        String end = newLabel();
        int count = freeRegister();
        Row row = any(loops);
        line("slli a" + count + ", a" + freeRegister() + ", 29");
        if (row.mnemonic().equals("loopgtz")) {
            line("srai a" + count + ", a" + count + ", 29");
        } else {
            line("extui a" + count + ", a" + count + ", 29, 3");
        }
        if (row.mnemonic().equals("loop")) {
            line("addi a" + count + ", a" + count + ", 1");
        }
        line(row.mnemonic() + " a" + count + ", " + end);
        for (int inside = random.nextInt(5); inside >= 0; inside--) {
            switch (random.nextInt(7)) {
                case 0 -> branch(branches);
                case 1 -> line(instruction(any(branches), end));
                case 2 -> access();
                case 3 -> line("syscall");
                case 4 -> criticalSection();
                default -> plainInstruction();
            }
        }
        plainInstruction();
        line(end + ":");
    }

    private void call(int block) {
        line("call0 function" + block);
        // The function may have changed any register but a0 and a1.
        line("l32r a0, state_address");
    }

    /** Stores the registers, logs a digest of them, and gives some of them new values. */
    private void digest() {
        for (int register = FIRST_FREE; register <= LAST_FREE; register++) {
            line("s32i a" + register + ", a0, " + 4 * register);
        }
        line("l32i a2, a0, " + DIGEST);
        for (int register = FIRST_FREE + 1; register <= LAST_FREE; register++) {
            mix(register);
        }
        line("l32i a3, a0, " + 4 * FIRST_FREE);
        mix(3);
        newPiece();
        int slot = SPECIALS;
        for (String special : specials) {
            line("rsr." + special + " a3");
            line("s32i a3, a0, " + slot);
            slot += 4;
            mix(3);
        }
        if (fpu) {
            for (int register = 0; register < 16; register++) {
                line("rfr a3, f" + register);
                line("s32i a3, a0, " + slot);
                slot += 4;
                mix(3);
            }
            line("rur.fsr a3");
            line("s32i a3, a0, " + slot);
            mix(3);
        }
        line("s32i a2, a0, " + DIGEST);
        line("l32i a4, a0, " + LOG_END);
        line("s32i a2, a4, 0");
        line("addi a4, a4, 4");
        line("s32i a4, a0, " + LOG_END);
        String go = newLabel();
        line("l32i a5, a0, " + STOP);
        line("bne a4, a5, " + go);
        line("j finish");
        line(go + ":");
        refresh();
        for (int register = FIRST_FREE; register <= LAST_FREE; register++) {
            line("l32i a" + register + ", a0, " + 4 * register);
        }
    }

    private void mix(int register) {
        line("add a2, a2, a" + register);
        line("addx8 a2, a2, a2");
    }

    private void refresh() {
        line("l32i a3, a0, " + SEED);
        line("addx4 a3, a3, a3");
        line("addi a3, a3, 77");
        line("s32i a3, a0, " + SEED);
        line("addmi a4, a0, " + TABLE);
        for (int shift : new int[] {8, 14, 20}) {
            line("extui a5, a3, " + shift + ", 8");
            line("addx4 a5, a5, a4");
            line("l32i a6, a5, 0");
            line("s32i a6, a0, " + 4 * freeRegister());
            if (fpu) {
                line("lsi f" + random.nextInt(16) + ", a5, 0");
            }
        }
        line("s32i a3, a0, " + 4 * freeRegister());
        if (fpu) {
            line("extui a5, a3, 11, 8\n addx4 a5, a5, a4\n l32i a5, a5, 0\n wur.fcr a5");
        }
    }
}
