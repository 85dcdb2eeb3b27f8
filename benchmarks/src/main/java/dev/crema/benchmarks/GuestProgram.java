package dev.crema.benchmarks;

/** Endless guest programs, each a kind of work that firmware does. */
public enum GuestProgram {
    /** Arithmetic, shifts, bit tests, conditional moves, short loops: a CRC, a hash, a population count. */
    INTEGER("""
            start:
                movi a2, 1000
                l32r a3, polynomial
                movi a4, -1
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
                j start
                .align 4
            """),
    /** Copying, filling, walking lists and tables. */
    LOAD_STORE("""
            start:
                l32r a2, data
                addmi a3, a2, 0x1000
                movi a4, 64
                loop a4, copied
                l32i.n a5, a2, 0
                l32i.n a6, a2, 4
                s32i.n a5, a3, 0
                s32i.n a6, a3, 4
                addi.n a2, a2, 8
                addi.n a3, a3, 8
            copied:
                l32r a2, data
                movi a4, 100
                movi.n a7, 0
            bytes:
                l8ui a5, a2, 0
                add.n a7, a7, a5
                s8i a7, a2, 1
                l16ui a6, a2, 2
                l16si a8, a2, 4
                add.n a6, a6, a8
                s16i a6, a2, 6
                addi a2, a2, 8
                addi.n a4, a4, -1
                bnez a4, bytes
                l32r a2, data
                movi a4, 200
            list:
                l32i a5, a2, 0
                extui a5, a5, 0, 8
                l32r a6, data
                addx8 a2, a5, a6
                l32i a7, a2, 4
                addi a7, a7, 3
                s32i a7, a2, 4
                s32i.n a7, a2, 0
                addi.n a4, a4, -1
                bnez.n a4, listed
                j start
            listed:
                j list
                .align 4
            """),
    /** Calls of the windowed ABI: small functions, a little recursion, spilling now and then. */
    CALLS("""
            start:
                movi a10, 13
                call8 fibonacci
                movi a10, 100
                mov.n a11, a10
                call8 leaf
                j start
                .align 4
            leaf:
                entry a1, 32
                add.n a2, a2, a3
                retw.n
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
                mov.n a11, a3
                call8 leaf
            small:
                mov.n a2, a10
                retw.n
            """);

    private final String source;

    GuestProgram(String source) {
        this.source = source;
    }

    String source() {
        return source;
    }
}
