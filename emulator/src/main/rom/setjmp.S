/*
 * setjmp and longjmp in the windowed ABI. jmp_buf is of 17 words: a0 to a3 of the caller of setjmp, its further registers (none,
 * four or eight), a0 to a3 of the caller's caller at word 12, and the return address of setjmp.
 */
#define EXTRA 16
#define OUTER 48
#define RETURN 64

    /* Copies four words. */
    .macro copy from, from_offset, to, to_offset
    l32i    a8, \from, \from_offset
    l32i    a9, \from, \from_offset + 4
    l32i    a10, \from, \from_offset + 8
    l32i    a11, \from, \from_offset + 12
    s32i    a8, \to, \to_offset
    s32i    a9, \to, \to_offset + 4
    s32i    a10, \to, \to_offset + 8
    s32i    a11, \to, \to_offset + 12
    .endm

    .section .text.setjmp, "ax"
    .literal_position
    .align  4
    .global setjmp
setjmp:
    entry   a1, 16
    mov     a4, a2
    movi    a2, 0               /* store all frames */
    syscall
    addi    a5, a1, -16         /* a0 to a3 of the caller */
    copy    a5, 0, a4, 0
    copy    a1, 0, a4, OUTER    /* a0 to a3 of its caller */
    s32i    a0, a4, RETURN
    l32i    a5, a1, 4           /* the stack pointer of its caller, below which the caller's other registers are */
    extui   a3, a0, 30, 2       /* the size of the caller's frame, in the return address */
    bltui   a3, 2, 2f
    slli    a3, a3, 4
    sub     a5, a5, a3
    addi    a6, a4, EXTRA
    addi    a3, a3, -16
    add     a3, a3, a6
1:  copy    a5, 0, a6, 0
    addi    a5, a5, 16
    addi    a6, a6, 16
    bltu    a6, a3, 1b
2:  movi    a2, 0
    retw

    .align  4
    .global longjmp, longjmp_restore
longjmp:
    entry   a1, 16
    rsr_number a5, SR_WINDOWBASE
    movi    a4, 1
    ssl     a5
    sll     a4, a4
    wsr_number a4, SR_WINDOWSTART
    rsync
/* Firmware with a longjmp of its own enters here, after ENTRY, with only this frame in registers. */
longjmp_restore:
    l32i    a0, a2, RETURN
    addi    a5, a1, -16         /* from where the return loads a0 to a3 of the caller of setjmp */
    copy    a2, 0, a5, 0
    l32i    a5, a2, 4           /* its stack pointer */
    addi    a5, a5, -16
    copy    a2, OUTER, a5, 0
    extui   a7, a0, 30, 2
    bltui   a7, 2, 2f
    l32i    a5, a2, OUTER + 4
    slli    a7, a7, 4
    sub     a5, a5, a7
    addi    a6, a2, EXTRA
    addi    a7, a7, -16
    add     a7, a7, a6
1:  copy    a6, 0, a5, 0
    addi    a5, a5, 16
    addi    a6, a6, 16
    bltu    a6, a7, 1b
2:  movi    a2, 1
    movnez  a2, a3, a3
    retw
