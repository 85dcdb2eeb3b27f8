/*
 * Reset: the state that code at 0x40000000 may rely on, then rom_main. Both CPUs come here.
 */
#define PRID_APP 0xabab
#define APPCPU_CTRL_D 0x3ff00038    /* DPORT: where the APP CPU is to start */
#define APP_DATA 0x3f10             /* between the data of the PRO CPU and those of the APP CPU */
#define STACK_PRO 0x3ffe3f20
#define STACK_APP 0x3ffe7e30

    .section .reset, "ax"
    .global _ResetVector
_ResetVector:
    j       reset

    .section .text.reset, "ax"
    .literal_position
    .align  4
reset:
    movi    a0, 0
    wsr.intenable a0
    /* Waking from light sleep, the APP CPU goes on where bits 30..0 say. */
    rsr.prid a2
    movi    a3, PRID_APP
    bne     a2, a3, 1f
    movi    a3, APPCPU_CTRL_D
    l32i    a3, a3, 0
    bgez    a3, 1f
    slli    a3, a3, 1
    srli    a3, a3, 1
    jx      a3
1:
    movi    a3, 0x40000000
    wsr.vecbase a3
    movi    a3, 0x15
    wsr_number a3, SR_ATOMCTL
    rsil    a3, 1
    /* Of the eight regions of 512 MiB the first is illegal, then two are cached, the others bypass. */
    movi    a4, 0x2222211f
    movi    a5, 0x20000000
    movi    a3, 0
2:  extui   a6, a4, 0, 4
    witlb   a6, a3
    wdtlb   a6, a3
    isync
    srli    a4, a4, 4
    add     a3, a3, a5
    bnez    a3, 2b
    dsync
    rsr_number a2, SR_MEMCTL
    movi    a3, 1               /* the loop buffer */
    or      a2, a2, a3
    wsr_number a2, SR_MEMCTL
    movi    a2, 0
    wsr_number a2, SR_IBREAKENABLE
    wsr_number a2, SR_DBREAKC0
    wsr_number a2, SR_DBREAKC1
    wsr_number a2, SR_ICOUNTLEVEL
    wsr_number a2, SR_LCOUNT
    wsr_number a2, SR_WINDOWBASE
    rsync
    movi    a2, 1
    wsr_number a2, SR_WINDOWSTART
    rsync

    /* Initial data. What both CPUs have, the APP CPU has APP_DATA behind; what they share is the business of the PRO CPU. */
    movi    a0, 0
    movi    a9, 0
    rsr.prid a2
    movi    a3, PRID_APP
    sub     a2, a2, a3          /* 0 on the APP CPU */
    movi    a3, APP_DATA
    moveqz  a9, a3, a2
    movi    a3, data_areas
    movi    a4, data_areas_end
3:  l32i    a5, a3, 0
    l32i    a6, a3, 4
    l32i    a7, a3, 8
    l32i    a8, a3, 12
    addi    a3, a3, 16
    or      a8, a8, a2
    beqz    a8, 5f
    add     a5, a5, a9
    add     a6, a6, a9
4:  l32i    a8, a7, 0
    s32i    a8, a5, 0
    addi    a7, a7, 4
    addi    a5, a5, 4
    bltu    a5, a6, 4b
5:  bltu    a3, a4, 3b
    movi    a3, zero_areas
    movi    a4, zero_areas_end
6:  l32i    a5, a3, 0
    l32i    a6, a3, 4
    l32i    a8, a3, 8
    addi    a3, a3, 12
    or      a8, a8, a2
    beqz    a8, 8f
    add     a5, a5, a9
    add     a6, a6, a9
7:  s32i    a0, a5, 0
    addi    a5, a5, 4
    bltu    a5, a6, 7b
8:  bltu    a3, a4, 6b

    movi    a1, STACK_PRO
    movi    a3, STACK_APP
    moveqz  a1, a3, a2
    movi    a2, 0x00040020      /* WOE and UM; interrupts of all levels may come */
    wsr.ps  a2
    rsync
    call4   rom_main
    j       reset_system
