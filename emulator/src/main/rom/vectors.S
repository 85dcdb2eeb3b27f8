/*
 * The vectors of VECBASE 0x40000000. They serve until the application installs its own: the second-stage bootloader and the
 * first hundred instructions of an application run on them.
 *
 * Offsets: the LX6 configuration of the ESP32. Window vectors: ISA reference manual 4.7.1.5 (overflow and underflow handlers).
 */
    .section .vectors, "ax"

    .org 0x000                  /* WindowOverflow4 */
    s32e    a0, a5, -16
    s32e    a1, a5, -12
    s32e    a2, a5, -8
    s32e    a3, a5, -4
    rfwo

    .org 0x040                  /* WindowUnderflow4 */
underflow4:
    l32e    a0, a5, -16
    l32e    a1, a5, -12
    l32e    a2, a5, -8
    l32e    a3, a5, -4
    rfwu

    .org 0x080                  /* WindowOverflow8 */
    s32e    a0, a9, -16
    l32e    a0, a1, -12
    s32e    a1, a9, -12
    s32e    a2, a9, -8
    s32e    a3, a9, -4
    s32e    a4, a0, -32
    s32e    a5, a0, -28
    s32e    a6, a0, -24
    s32e    a7, a0, -20
    rfwo

    .org 0x0c0                  /* WindowUnderflow8 */
underflow8:
    l32e    a0, a9, -16
    l32e    a1, a9, -12
    l32e    a2, a9, -8
    l32e    a7, a1, -12
    l32e    a3, a9, -4
    l32e    a4, a7, -32
    l32e    a5, a7, -28
    l32e    a6, a7, -24
    l32e    a7, a7, -20
    rfwu

    .org 0x100                  /* WindowOverflow12 */
    s32e    a0, a13, -16
    l32e    a0, a1, -12
    s32e    a1, a13, -12
    s32e    a2, a13, -8
    s32e    a3, a13, -4
    s32e    a4, a0, -48
    s32e    a5, a0, -44
    s32e    a6, a0, -40
    s32e    a7, a0, -36
    s32e    a8, a0, -32
    s32e    a9, a0, -28
    s32e    a10, a0, -24
    s32e    a11, a0, -20
    rfwo

    .org 0x140                  /* WindowUnderflow12 */
underflow12:
    l32e    a0, a13, -16
    l32e    a1, a13, -12
    l32e    a2, a13, -8
    l32e    a11, a1, -12
    l32e    a3, a13, -4
    l32e    a4, a11, -48
    l32e    a5, a11, -44
    l32e    a6, a11, -40
    l32e    a7, a11, -36
    l32e    a8, a11, -32
    l32e    a9, a11, -28
    l32e    a10, a11, -24
    l32e    a11, a11, -20
    rfwu

    /* Nothing of the ROM enables an interrupt of a level above 1; who does so has vectors of its own. */
    .org 0x180                  /* Level 2 */
    rfi     2
    .org 0x1c0                  /* Level 3 */
    rfi     3
    .org 0x200                  /* Level 4 */
    rfi_level 4
    .org 0x240                  /* Level 5 */
    rfi_level 5
    .org 0x280                  /* Debug: a breakpoint without a debugger is fatal */
    j       reset_system
    .org 0x2c0                  /* NMI */
    rfi_level 7
    .org 0x300                  /* Kernel */
    j       exception
    .org 0x340                  /* User */
    j       exception
    .org 0x3c0                  /* Double exception */
    j       reset_system
    .org 0x400

/*
 * A general exception or an interrupt of level 1. EXCSAVE1 keeps the a0 of the interrupted frame.
 */
    .section .text.exception, "ax"
    .literal_position
    .align  4
exception:
    wsr.excsave1 a0
    rsr.exccause a0
    beqi    a0, 5, alloca
    beqi    a0, 1, spill_windows
    j       dispatch

/*
 * MOVSP found that the frame of the caller is in memory. Load it as its return would have done, and execute MOVSP again.
 * Rotating back leaves the registers of that caller free to use: they are what is to be loaded.
 */
alloca:
    rsr_number a0, SR_WINDOWBASE
    rotw    -1
    rsr.ps  a2
    movi    a3, ~0xf00          /* PS.OWB: where the underflow handler returns to */
    and     a2, a2, a3
    slli    a3, a4, 8
    or      a2, a2, a3
    wsr.ps  a2
    rsync
    rsr.excsave1 a4
    bbsi    a4, 31, 1f          /* the size of the caller's frame, as CALLn left it in the return address */
    j       underflow4
1:  rotw    -1
    bbsi    a8, 30, 2f
    j       underflow8
2:  rotw    -1
    j       underflow12

/*
 * SYSCALL with a2 = 0 stores all frames but the current one. Touching a12 lets the hardware raise an overflow for each frame in
 * the three windows ahead; sixteen windows are a full turn.
 */
spill_windows:
    rsr.excsave1 a0
    bnez    a2, 1f
    wsr_number a3, SR_EXCSAVE6
    rsr.epc1 a2
    addi    a2, a2, 3           /* behind SYSCALL */
    wsr.excsave1 a2             /* an overflow replaces EPC1 */
    rsr.ps  a2
    addi    a2, a2, -16         /* without EXCM, which is set here */
    movi    a3, 15
    or      a3, a2, a3
    wsr.ps  a3
    rsync
    .rept 4
    and     a12, a12, a12
    rotw    3
    .endr
    and     a12, a12, a12
    rotw    4
    addi    a3, a2, 16
    wsr.ps  a3
    rsync
    rsr.excsave1 a3
    wsr.epc1 a3
    rsr_number a3, SR_EXCSAVE6
    movi    a2, 0
    rfe
1:  rsr.epc1 a2                 /* no such service */
    addi    a2, a2, 3
    wsr.epc1 a2
    movi    a2, -1
    rfe

/*
 * Calls handle_exception(frame) as if the interrupted code had called it with CALL4, so that its frame can be stored like any
 * other. The frame of 256 bytes holds what such a call would change; its last 48 bytes belong to window overflows.
 */
#define FRAME_A0 0
#define FRAME_A2 4
#define FRAME_A3 8
#define FRAME_A4 12
#define FRAME_A5 16
#define FRAME_A6 20
#define FRAME_A7 24
#define FRAME_PS 28
#define FRAME_SAR 32
#define FRAME_EPC1 36
#define FRAME_EXCCAUSE 40
#define FRAME_EXCVADDR 44
#define FRAME_LBEG 48
#define FRAME_LEND 52
#define FRAME_LCOUNT 56
#define FRAME_ACCLO 60
#define FRAME_ACCHI 64
#define FRAME_SIZE 256

    .macro save_special number, offset
    rsr_number a2, \number
    s32i    a2, a0, \offset
    .endm
    .macro restore_special number, offset
    l32i    a2, a0, \offset
    wsr_number a2, \number
    .endm

dispatch:
    addmi   a0, a1, -FRAME_SIZE
    s32i    a2, a0, FRAME_A2
    s32i    a3, a0, FRAME_A3
    s32i    a4, a0, FRAME_A4
    s32i    a5, a0, FRAME_A5
    s32i    a6, a0, FRAME_A6
    s32i    a7, a0, FRAME_A7
    rsr.excsave1 a2
    s32i    a2, a0, FRAME_A0
    rsr.ps  a2
    s32i    a2, a0, FRAME_PS
    rsr.sar a2
    s32i    a2, a0, FRAME_SAR
    rsr.epc1 a2
    s32i    a2, a0, FRAME_EPC1
    rsr.exccause a2
    s32i    a2, a0, FRAME_EXCCAUSE
    rsr.excvaddr a2
    s32i    a2, a0, FRAME_EXCVADDR
    save_special SR_LBEG, FRAME_LBEG
    save_special SR_LEND, FRAME_LEND
    save_special SR_LCOUNT, FRAME_LCOUNT
    save_special SR_ACCLO, FRAME_ACCLO
    save_special SR_ACCHI, FRAME_ACCHI
    l32i    a2, a0, FRAME_A2
    rsr.excsave1 a0

    movi    a4, 0x50023         /* WOE, CALLINC 1, UM, interrupts up to level 3 off */
    wsr.ps  a4
    rsync
    movi    a4, 3f              /* the top bits of an address in the ROM, 01, mark a return from CALL4 */
    j       2f
    .align  4
2:  entry   a1, FRAME_SIZE
    mov     a14, a1
    movi    a12, handle_exception
    callx12 a12
    retw
3:  addmi   a0, a1, -FRAME_SIZE
    l32i    a2, a0, FRAME_PS
    wsr.ps  a2
    rsync
    restore_special SR_LBEG, FRAME_LBEG
    restore_special SR_LEND, FRAME_LEND
    restore_special SR_LCOUNT, FRAME_LCOUNT
    restore_special SR_ACCLO, FRAME_ACCLO
    restore_special SR_ACCHI, FRAME_ACCHI
    l32i    a2, a0, FRAME_SAR
    wsr.sar a2
    l32i    a2, a0, FRAME_EPC1
    wsr.epc1 a2
    l32i    a2, a0, FRAME_A2
    l32i    a3, a0, FRAME_A3
    l32i    a4, a0, FRAME_A4
    l32i    a5, a0, FRAME_A5
    l32i    a6, a0, FRAME_A6
    l32i    a7, a0, FRAME_A7
    l32i    a0, a0, FRAME_A0
    rfe

/* What cannot be handled at all ends as on revision 3: RTC_CNTL_OPTIONS0, SW_SYS_RST. */
    .global reset_system
reset_system:
    movi    a2, 0x3ff48000
    movi    a3, 0x80000000
    s32i    a3, a2, 0
    memw
1:  j       1b
