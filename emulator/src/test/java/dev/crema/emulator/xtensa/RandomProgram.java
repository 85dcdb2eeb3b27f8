package dev.crema.emulator.xtensa;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Guest programs of random instructions that tell what they did: whenever a piece of one has been executed, a digest of its
 * registers goes to a log. Where the logs of two processors part, the piece is known.
 *
 * <p>This is the frame: memory layout, vectors, start and end. What is in between is up to the subclasses.
 */
abstract class RandomProgram {
    static final int ORIGIN = FlatMemory.BASE;
    static final int SIZE = 1 << 23;
    static final int LOG = ORIGIN + 0x20_0000;
    /** Where the state area and, behind it, scratch memory lie. */
    static final int STATE = ORIGIN + 0x1000;
    static final int STATE_SIZE = 0x2000;
    private static final int SCRATCH = STATE + 0x1000;
    private static final int STACK = ORIGIN + 0x1_f000;
    private static final int CODE = ORIGIN + 0x2_0000;

    /** What the state area holds behind a word for each register. */
    static final int SPECIALS = 64;
    static final int DIGEST = 192;
    static final int LOG_END = 196;
    static final int SEED = 200;
    static final int PASSES = 204;
    /** The log's end at which the program ends before its time, for a look at its registers. */
    static final int STOP = 208;
    private static final int HANDLER_SAVES = 212;
    static final int TABLE = 0x400;
    private static final int TABLE_WORDS = 256;

    /** Registers a0 and a1 have their purpose. */
    static final int FIRST_FREE = 2;
    static final int LAST_FREE = 15;
    private static final List<String> DIGESTED =
            List.of("sar", "br", "acclo", "acchi", "m0", "m1", "m2", "m3", "scompare1", "lcount");

    final Random random;
    final Set<String> available;
    /** Special registers that both processors have. */
    final List<String> specials;
    final boolean fpu;
    private final List<Row> plain;
    private final StringBuilder source = new StringBuilder();
    private int labels;

    /** @param available the mnemonics that both processors have */
    RandomProgram(long seed, Set<String> available) {
        this.random = new Random(seed);
        this.available = available;
        this.fpu = available.contains("add.s");
        plain = rows(RandomProgram::isPlain);
        specials = DIGESTED.stream().filter(name -> available.contains("rsr." + name)).toList();
    }

    final List<Row> rows(Predicate<Row> wanted) {
        return InstructionSet.LX6.rows().stream().filter(row -> available.contains(row.mnemonic())).filter(wanted).toList();
    }

    /** Whether an instruction only turns registers and immediates into registers. */
    static boolean isPlain(Row row) {
        if (row.kernels() == RegisterOps.class) {
            String register = row.mnemonic().substring(row.mnemonic().indexOf('.') + 1);
            return row.mnemonic().startsWith("sr.", 1) && DIGESTED.contains(register)
                    && !register.equals("lcount") && !register.equals("br");
        }
        boolean arithmetic = row.kernels() == FloatOps.class && row.mnemonic().endsWith(".s");
        // QEMU 7.2 clears the sticky flags at UTRUNC.S of a negative number.
        if (row.mnemonic().equals("utrunc.s")) {
            return false;
        }
        if (row.action().access().isPresent()) {
            return false;
        }
        return switch (row.action()) {
            case Action.Assign(Term destination, Action.TermValue(Term term)) ->
                destination != Term.Named.PC && term != Term.Named.LITERAL;
            case Action.Assign(Term destination, Action.Call call) -> destination != Term.Named.PC
                    && (arithmetic || !call.arguments().contains(Term.Named.CORE))
                    && row.kernels() != FloatStepOps.class;
            case Action.Branch branch -> false;
            case Action.Do(Action.Call call) -> call.kernel().equals("nothing");
        };
    }

    /** Whether an instruction accesses memory at an address register and an offset. */
    static boolean isAccess(Row row) {
        return (row.kernels() == LoadStoreOps.class || row.kernels() == FloatOps.class)
                && row.mnemonic().matches("[ls](8|16|32|s)(ui|si|i|ai|ri|nb)(\\.n)?");
    }

    /** What comes between the start, with a0 pointing to the state area and a1 to scratch memory, and the label finish. */
    abstract void body();

    /** PS for the body. */
    abstract int processorState();

    /** The program. */
    final Assembler assemble(int passes) {
        vectors();
        line(".align " + (STATE - ORIGIN));
        line("state: .space " + DIGEST);
        line(".word 0, " + LOG + ", " + random.nextInt() + ", " + passes);
        line(".space " + (TABLE - PASSES - 4));
        for (int word = 0; word < TABLE_WORDS; word++) {
            line(".word " + interesting());
        }
        line(".space " + (SCRATCH - STATE - TABLE - 4 * TABLE_WORDS));
        for (int word = 0; word < 1024; word++) {
            line(".word " + random.nextInt());
        }
        line(".space " + (CODE - SCRATCH - 4096));
        start();
        body();
        return new Assembler(ORIGIN).source(source.toString());
    }

    private void vectors() {
        for (int windows = 1; windows <= 3; windows++) {
            windowHandler("s32e", windows, "rfwo");
            windowHandler("l32e", windows, "rfwu");
        }
        line(".space " + (0x300 - 6 * 0x40));
        line("j handler\n .align 64\n j handler\n .align 64\n .space 64\n ill\n .align 64");
        line("""
                handler:
                    xsr.excsave1 a0
                    s32i a2, a0, %1$d
                    s32i a3, a0, %3$d
                    rsr.exccause a2
                    l32i a3, a0, %2$d
                    addx8 a3, a3, a3
                    add a3, a3, a2
                    rsr.epc1 a2
                    add a3, a3, a2
                    s32i a3, a0, %2$d
                    l8ui a3, a2, 0
                    extui a3, a3, 3, 1
                    sub a2, a2, a3
                    addi a2, a2, 3
                    wsr.epc1 a2
                    l32i a3, a0, %3$d
                    l32i a2, a0, %1$d
                    xsr.excsave1 a0
                    rfe
                    .align 64
                """.formatted(HANDLER_SAVES, DIGEST, HANDLER_SAVES + 4));
    }

    /** The usual handlers: four registers below the callee's stack pointer, the rest below that of the caller's caller. */
    private void windowHandler(String access, int windows, String end) {
        int pointer = 4 * windows + 1;
        boolean saving = access.equals("s32e");
        int link = saving ? 0 : 4 * windows - 1;
        line(access + " a0, a" + pointer + ", -16");
        if (saving && windows > 1) {
            line("l32e a0, a1, -12");
        }
        line(access + " a1, a" + pointer + ", -12");
        line(access + " a2, a" + pointer + ", -8");
        if (!saving && windows > 1) {
            line("l32e a" + link + ", a1, -12");
        }
        line(access + " a3, a" + pointer + ", -4");
        for (int register = 4; register < 4 * windows; register++) {
            line(access + " a" + register + ", a" + link + ", " + (4 * (register - 4) - 16 * windows));
        }
        line(end);
        line(".align 64");
    }

    private void start() {
        line("""
                vectors: .word %d
                state_address: .word %d
                scratch_address: .word %d
                log_address: .word %d
                state_size: .word %d
                stack_address: .word %d
                processor_state: .word %d
                """.formatted(ORIGIN, STATE, SCRATCH, LOG, STATE_SIZE, STACK, processorState()));
        line("""
                begin:
                    l32r a2, processor_state
                    wsr.ps a2
                    rsync
                    l32r a2, vectors
                    wsr.vecbase a2
                    movi a2, 0
                    wsr.lcount a2
                    l32r a0, state_address
                    wsr.excsave1 a0
                    l32r a1, scratch_address
                """);
        for (String register : specials) {
            line("wsr." + register + " a2");
        }
        if (fpu) {
            line("movi a2, -1\n wsr.cpenable a2\n rsync\n movi a2, 0\n wur.fcr a2\n wur.fsr a2");
            for (int register = 0; register < 16; register++) {
                line("wfr f" + register + ", a2");
            }
        }
        line("j main");
        line("""
                finish:
                    l32r a4, log_address
                    l32i a5, a0, %d
                    sub a5, a5, a4
                    movi a2, 4
                    movi a3, 1
                    simcall
                    l32r a4, state_address
                    l32r a5, state_size
                    movi a2, 4
                    movi a3, 1
                    simcall
                    movi a2, 1
                    movi a3, %d
                    simcall
                main:
                """.formatted(LOG_END, QemuOracle.EXIT_CODE));
        if (available.contains("entry")) {
            // The frame of whoever called the program lies above the stack: there its own a4 to a11 go.
            line("""
                        movi a2, 0
                        wsr.windowbase a2
                        movi a3, 1
                        wsr.windowstart a3
                        rsync
                        l32r a1, stack_address
                        addi a2, a1, -16
                        addmi a3, a1, 256
                        s32i a3, a2, 4
                        l32r a1, scratch_address
                    """);
        }
    }

    final void line(String text) {
        source.append(text).append('\n');
    }

    final String newLabel() {
        labels++;
        return "label" + labels;
    }

    final int freeRegister() {
        return FIRST_FREE + random.nextInt(LAST_FREE - FIRST_FREE + 1);
    }

    final Row any(List<Row> rows) {
        return rows.get(random.nextInt(rows.size()));
    }

    /**
     * One of the instructions that only turn registers into registers, and what has to go with it to keep QEMU 7.2 from errors of
     * its own: SRL and SRA take SSL's 32 for 0 if both are in one piece of translated code, and an M register that was written as
     * a special register has its old value for MAC16 until the end of the piece. Booleans taken singly, in groups and as
     * a special register get in each other's way likewise, so these instructions have a piece of their own.
     */
    final void plainInstruction() {
        Row row = any(plain);
        if (row.mnemonic().equals("srl") || row.mnemonic().equals("sra")) {
            line("ssr a" + freeRegister());
        }
        boolean logic = row.kernels() == BooleanOps.class && !row.mnemonic().startsWith("mov");
        if (logic) {
            newPiece();
        }
        line(instruction(row, ""));
        if (logic || row.mnemonic().matches("[wx]sr\\.m[0-3]")) {
            newPiece();
        }
    }

    /** Ends what QEMU translates in one go. */
    final void newPiece() {
        String next = newLabel();
        line("j " + next);
        line(next + ":");
    }

    /**
     * An instruction with random operands.
     *
     * @param target for what is relative to the program counter
     */
    final String instruction(Row row, String target) {
        StringBuilder text = new StringBuilder(row.mnemonic());
        String separator = " ";
        for (Operand operand : row.operands()) {
            text.append(separator).append(switch (operand) {
                case Operand.Register register -> register(row, register);
                case Operand.Constant constant -> constant.kind().isAddress() ? target : constant(row, constant.kind());
            });
            separator = ", ";
        }
        return text.toString();
    }

    /** QEMU scales a float before it converts it, and raises the flags of both. */
    private String constant(Row row, Immediate kind) {
        boolean scaled = row.kernels() == FloatOps.class && row.toString().endsWith("ar, fs, uimm4");
        return String.valueOf(scaled ? 0 : kind.decode(random.nextInt(1 << kind.width()), 0));
    }

    private String register(Row row, Operand.Register register) {
        int number = register.file() == Operand.RegisterFile.AR ? freeRegister()
                : register.number(random.nextInt(1 << row.pattern().width(register.field())));
        return register.file().letter() + String.valueOf(number);
    }

    private int interesting() {
        int random32 = random.nextInt();
        return switch (random.nextInt(12)) {
            case 0 -> random32 & 3;
            case 1 -> -(random32 & 3);
            case 2 -> 1 << random32;
            case 3 -> (1 << random32) - 1;
            case 4 -> -1 << random32;
            case 5 -> random32 & 0x8000_ffff;
            case 6 -> random32 & 0x807f_ffff;
            case 7 -> random32 & 0x8000_0000 | 0x7f80_0000 | (random.nextBoolean() ? 0 : random32 & 0x7f_ffff);
            case 8 -> Float.floatToRawIntBits(random.nextInt(2000) - 1000);
            case 9 -> Float.floatToRawIntBits(random.nextFloat() * 4 - 2);
            case 10 -> random32 & 0xff80_0000;
            default -> random32;
        };
    }
}
