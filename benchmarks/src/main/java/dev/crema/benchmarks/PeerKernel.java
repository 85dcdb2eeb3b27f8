package dev.crema.benchmarks;

/**
 * Pieces of work that the comparison with QEMU repeats, each a function without arguments in assembly for either ABI: {@code
 * CALL}, {@code CALLX}, {@code ENTRY} and {@code RETURN} stand for what the ABI has, {@code OUT} for the register in which a
 * caller passes the first argument and finds the result.
 */
enum PeerKernel {
    /** Arithmetic, shifts, bit tests, conditional moves, short loops. */
    INTEGER("""
            kernel:
                ENTRY
                movi a2, 100
                l32r a3, polynomial
                movi a4, -1
                movi a13, 0
            word:
                xor a4, a4, a2
                movi a5, 8
                loop a5, shifted
                extui a6, a4, 0, 1
                srli a4, a4, 1
                xor a7, a4, a3
                movnez a4, a7, a6
            shifted:
                ssai 7
                src a8, a4, a4
                addx4 a9, a8, a2
                mull a9, a9, a3
                bbci a9, 4, even
                sub a9, a9, a8
                slli a9, a9, 3
            even:
                min a10, a9, a8
                sext a10, a10, 15
                nsau a11, a9
                ssl a11
                sll a12, a10
                and a12, a12, a4
                bnone a12, a3, none
                addi.n a13, a13, 1
            none:
                or a14, a13, a12
                bltu a14, a9, smaller
                maxu a13, a14, a9
            smaller:
                addi a2, a2, -1
                bnez a2, word
                RETURN
            """),
    /** CRC-32 of 1 KiB by a table, byte by byte. */
    CRC("""
            kernel:
                ENTRY
                l32r a2, data
                addmi a3, a2, 0x400
                addmi a4, a2, 0x400
                movi a5, -1
            byte:
                l8ui a6, a2, 0
                xor a6, a6, a5
                extui a6, a6, 0, 8
                addx4 a6, a6, a4
                l32i a6, a6, 0
                srli a5, a5, 8
                xor a5, a5, a6
                addi.n a2, a2, 1
                bne a2, a3, byte
                s32i a5, a4, 0
                RETURN
            """),
    /** 64 rounds in the manner of SHA-256: rotations, additions, a schedule and constants in memory. */
    SHA("""
            kernel:
                ENTRY
                l32r a2, data
                addmi a3, a2, 0x400
                movi a4, 64
                l32i a5, a2, 0
                l32i a6, a2, 4
                l32i a7, a2, 8
                l32i a8, a2, 12
            round:
                ssai 6
                src a9, a5, a5
                ssai 11
                src a10, a5, a5
                xor a9, a9, a10
                ssai 25
                src a10, a5, a5
                xor a9, a9, a10
                and a10, a5, a6
                xor a11, a6, a7
                xor a10, a10, a11
                add.n a9, a9, a10
                l32i a10, a2, 16
                l32i a11, a3, 0
                add.n a10, a10, a11
                add.n a9, a9, a10
                mov.n a8, a7
                mov.n a7, a6
                mov.n a6, a5
                add.n a5, a9, a8
                addi.n a2, a2, 4
                addi.n a3, a3, 4
                addi.n a4, a4, -1
                bnez a4, round
                l32r a2, data
                s32i a5, a2, 0
                s32i a6, a2, 4
                s32i a7, a2, 8
                s32i a8, a2, 12
                RETURN
            """),
    /** A walk through a list of 256 nodes that lie in no order. */
    POINTERS("""
            kernel:
                ENTRY
                l32r a2, list
                movi a3, 0
            node:
                l32i a4, a2, 4
                add.n a3, a3, a4
                l32i a2, a2, 0
                bnez a2, node
                RETURN
            """),
    /** A product of two matrices of 12 rows and columns. */
    MATRIX("""
            kernel:
                ENTRY
                l32r a2, data
                addmi a3, a2, 0x400
                addmi a4, a2, 0x800
                movi a5, 12
            row:
                movi a6, 12
            column:
                movi a7, 0
                movi a8, 12
                mov.n a9, a2
                mov.n a10, a3
            product:
                l32i a11, a9, 0
                l32i a12, a10, 0
                mull a11, a11, a12
                add.n a7, a7, a11
                addi.n a9, a9, 4
                addi a10, a10, 48
                addi.n a8, a8, -1
                bnez a8, product
                s32i a7, a4, 0
                addi.n a4, a4, 4
                addi.n a3, a3, 4
                addi.n a6, a6, -1
                bnez a6, column
                addi a3, a3, -48
                addi a2, a2, 48
                addi.n a5, a5, -1
                bnez a5, row
                RETURN
            """),
    /** A copy of 1 KiB, 16 bytes at a time, as the mask ROM does it. */
    MEMCPY("""
            kernel:
                ENTRY
                l32r a2, data
                addmi a3, a2, 0x400
                movi a4, 64
                loopnez a4, copied
                l32i a6, a2, 0
                l32i a7, a2, 4
                s32i a6, a3, 0
                l32i a6, a2, 8
                s32i a7, a3, 4
                l32i a7, a2, 12
                s32i a6, a3, 8
                addi a2, a2, 16
                s32i a7, a3, 12
                addi a3, a3, 16
            copied:
                RETURN
            """),
    /** Fibonacci's numbers by recursion, down from the twelfth. */
    RECURSION("""
            kernel:
                ENTRY
                SAVE
                movi OUT, 12
                CALL fibonacci
                RESTORE
                RETURN
            """, """
                .align 4
            fibonacci:
                entry a1, 32
                mov.n a10, a2
                blti a2, 2, small
                addi a10, a2, -1
                call8 fibonacci
                mov.n a3, a10
                addi a10, a2, -2
                call8 fibonacci
                add.n a10, a10, a3
            small:
                mov.n a2, a10
                retw.n
            """, """
                .align 4
            fibonacci:
                blti a2, 2, small
                addi a1, a1, -16
                s32i a0, a1, 0
                s32i a12, a1, 4
                s32i a13, a1, 8
                mov.n a12, a2
                addi a2, a2, -1
                call0 fibonacci
                mov.n a13, a2
                addi a2, a12, -2
                call0 fibonacci
                add.n a2, a2, a13
                l32i a0, a1, 0
                l32i a12, a1, 4
                l32i a13, a1, 8
                addi a1, a1, 16
            small:
                ret.n
            """),
    /** Small functions, some of them called through a table. */
    CALLS("""
            kernel:
                ENTRY
                SAVE
                l32r a3, functions
                movi a4, 40
                s32i a4, a1, 8
            each:
                l32r a3, functions
                l32i a4, a1, 8
                extui a5, a4, 0, 2
                addx4 a3, a5, a3
                l32i a3, a3, 0
                mov.n OUT, a4
                CALLX a3
                CALL second
                l32i a4, a1, 8
                addi a4, a4, -1
                s32i a4, a1, 8
                bnez a4, each
                RESTORE
                RETURN
                .align 4
            first:
                ENTRY
                addi a2, a2, 3
                RETURN
                .align 4
            second:
                ENTRY
                slli a3, a2, 3
                xor a2, a2, a3
                RETURN
                .align 4
            third:
                ENTRY
                blti a2, 10, few
                addi a2, a2, -5
            few:
                RETURN
                .align 4
            fourth:
                ENTRY
                l32r a3, data
                l32i a4, a3, 0
                add.n a4, a4, a2
                s32i a4, a3, 0
                mov.n a2, a4
                RETURN
            """);

    private final String common;
    private final String windowed;
    private final String call0;

    PeerKernel(String common) {
        this(common, "", "");
    }

    PeerKernel(String common, String windowed, String call0) {
        this.common = common;
        this.windowed = windowed;
        this.call0 = call0;
    }

    /** The work in the words of an ABI. */
    String source(PeerProgram.Abi abi) {
        return switch (abi) {
            case WINDOWED -> replace(common, "call8", "callx8", "entry a1, 48", "retw.n", "nop.n", "nop.n", "a10") + windowed;
            case CALL0 -> replace(common, "call0", "callx0", "nop.n", "ret.n", "addi a1, a1, -16\n s32i a0, a1, 0",
                    "l32i a0, a1, 0\n addi a1, a1, 16", "a2") + call0;
        };
    }

    private static String replace(String source, String call, String callx, String entry, String leave, String save,
            String restore, String out) {
        return source.replace("CALLX", callx).replace("CALL", call).replace("ENTRY", entry).replace("RETURN", leave)
                .replace("SAVE", save).replace("RESTORE", restore).replace("OUT", out);
    }
}
