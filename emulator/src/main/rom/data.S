/* What the reset handler puts into RAM. */
    .macro copy from, to, image, both=0
    .long   \from, \to, \image, \both
    .endm
    .macro clear from, to, both=0
    .long   \from, \to, \both
    .endm

    .section .rodata.areas, "a"
    .align  4
    .global data_areas, data_areas_end, zero_areas, zero_areas_end
    /* Where, until where, from where; whether each CPU has its own. */
data_areas:
    copy    0x3ffae030, 0x3ffae080, time_zone
    copy    0x3ffae0c0, 0x3ffae270, phy_functions
    copy    0x3ffae270, 0x3ffae290, flash_chip
    copy    0x3ffe01e0, 0x3ffe01e4, ticks_per_us, 1
    copy    0x3ffe0540, 0x3ffe0548, interrupts, 1
data_areas_end:
zero_areas:
    clear   0x3ffae010, 0x3ffae030
    clear   0x3ffae080, 0x3ffae0c0
    clear   0x3ffae290, 0x3ffae6e0
    clear   0x3ffe0010, 0x3ffe01e0, 1
    clear   0x3ffe01f0, 0x3ffe0440, 1
    clear   0x3ffe0440, 0x3ffe0540, 1
    clear   0x3ffe0548, 0x3ffe1320, 1
zero_areas_end:

time_zone:                          /* _tzname, then the rules that tzset fills in */
    .long   gmt, gmt, 1, 0
    .long   'J', 0, 0, 0, 0, 0, 0
    .long   'J', 0, 0, 0, 0, 0, 0
    .long   0, 0
gmt:
    .asciz  "GMT"
    .align  4
flash_chip:                         /* g_rom_flashchip: id, size, block, sector, page, status mask */
    .long   0x001540ef, 0x200000, 0x10000, 0x1000, 0x100, 0xffff, 0, 0
ticks_per_us:
    .long   13
interrupts:                         /* of xtos: none enabled, none masked by virtual priority */
    .long   0, -1
/*
 * The PHY library of an application takes this table, replaces members with its own functions and calls all others through it:
 * the members are the true addresses of the functions of the ROM.
 */
phy_functions:
    .long   0x3ffae0c4
    .long   0x40002f6c, 0x40002f88, 0x40002fa4, 0x40002fcc, 0x40003000, 0x4000302c
    .long   0x40003044, 0x40003e3c, 0x40003060, 0x400030b8, 0x400030f8, 0x4000312c
    .long   0x400031a4, 0x4000348c, 0x4000351c, 0x40003564, 0x40003594, 0x400035d0
    .long   0x400036b4, 0x40003f98, 0x4000401c, 0x40003710, 0x40003734, 0x40003760
    .long   0x400037f0, 0x40003ac8, 0x40003b70, 0x4000404c, 0x40003bac, 0x400040b0
    .long   0x40003bdc, 0x40003c2c, 0x40003c78, 0x40003d48, 0x40003d90, 0x40003db4
    .long   0x40003df4, 0x40004110, 0x40004148, 0x40004168, 0x400041a4, 0x400041c0
    .long   0x400041fc, 0x40004270, 0x40004334, 0x40004374, 0x400043c0, 0x40004414
    .long   0x40004458, 0x4000446c, 0x40004480, 0x40004508, 0x4000453c, 0x40004590
    .long   0x400045e0, 0x40004638, 0x40004680, 0x400046e0, 0x40004740, 0x400047a8
    .long   0x400047f8, 0x40004880, 0x40004b44, 0x40004ca8, 0x40004cec, 0x40004d18
    .long   0x40004d8c, 0x40004dc0, 0x40004df8, 0x40004e10, 0x40004ea4, 0x4000506c
    .long   0, 0x4000510c, 0x40005154, 0x400051c0, 0x40005204, 0x40005290
    .long   0x400052dc, 0x4000538c, 0x400054f0, 0x40005514, 0x40005590, 0x400055c8
    .long   0x40005620, 0x400058e4, 0x40005a00, 0x40005a68, 0x40005b4c, 0x40005bbc
    .long   0x40005ce0, 0x40005d50, 0x40005dec, 0x40005f64, 0x40005fc8, 0x40006004
    .long   0, 0x40006058, 0x400061cc, 0x40006268, 0x40006290, 0x400062a8
    .long   0x4000642c, 0x40006564, 0x400065d4, 0x4000662c, 0
