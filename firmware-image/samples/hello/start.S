/*
 * Vectors and start-up. The mask ROM enters with register windows enabled; the program uses the call0 ABI and turns them off.
 */
    .section .vectors, "ax"
    .global vectors
vectors:
    .org 0x300                  /* Kernel: nothing runs with PS.UM = 0 */
    j       .
    .org 0x340                  /* User */
    j       user_exception
    .org 0x3c0                  /* Double exception */
    j       .
    .org 0x400

    .section .text.start, "ax"
    .literal_position
    .align  4
    .global _start
_start:
    movi    a2, 0x2f            /* PS: interrupts off, user mode, no windows */
    wsr.ps  a2
    rsync
    movi    a2, 0
    wsr.intenable a2
    movi    a2, vectors
    wsr.vecbase a2
    movi    a1, stack_top
    movi    a0, 0
    movi    a2, bss_start
    movi    a3, bss_end
    bgeu    a2, a3, 2f
1:  s32i    a0, a2, 0
    addi    a2, a2, 4
    bltu    a2, a3, 1b
2:  call0   main
    j       .

/* Saves what a C function may change, and calls exception(cause, address). */
#define FRAME 64

    .section .text.exception, "ax"
    .literal_position
    .align  4
user_exception:
    addi    a1, a1, -FRAME
    s32i    a0, a1, 0
    s32i    a2, a1, 4
    s32i    a3, a1, 8
    s32i    a4, a1, 12
    s32i    a5, a1, 16
    s32i    a6, a1, 20
    s32i    a7, a1, 24
    s32i    a8, a1, 28
    s32i    a9, a1, 32
    s32i    a10, a1, 36
    s32i    a11, a1, 40
    rsr.sar a2
    s32i    a2, a1, 44
    rsr.exccause a2
    rsr.epc1 a3
    call0   exception
    l32i    a2, a1, 44
    wsr.sar a2
    l32i    a0, a1, 0
    l32i    a2, a1, 4
    l32i    a3, a1, 8
    l32i    a4, a1, 12
    l32i    a5, a1, 16
    l32i    a6, a1, 20
    l32i    a7, a1, 24
    l32i    a8, a1, 28
    l32i    a9, a1, 32
    l32i    a10, a1, 36
    l32i    a11, a1, 40
    addi    a1, a1, FRAME
    rfe

/*
 * Integer division. The compiler and its assembler are for the LX106, which has no such instructions, and its library expects
 * these functions in the ROM of that chip; the LX6 divides in hardware. RRR format: quou, quos, remu, rems a2, a2, a3.
 */
    .macro division name, op2
    .section .text.\name, "ax"
    .align  4
    .global \name
\name:
    .byte   0x30, 0x22, 0x02 | \op2 << 4
    ret
    .endm
    division __udivsi3, 12
    division __divsi3, 13
    division __umodsi3, 14
    division __modsi3, 15
