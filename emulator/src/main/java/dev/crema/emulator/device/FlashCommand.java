package dev.crema.emulator.device;

/** Operation codes of serial NOR flash, under the names of its data sheets. */
final class FlashCommand {
    static final int WRSR = 0x01;
    static final int PP = 0x02;
    static final int READ = 0x03;
    static final int WRDI = 0x04;
    static final int RDSR = 0x05;
    static final int WREN = 0x06;
    static final int FAST_READ = 0x0b;
    static final int WRSR3 = 0x11;
    static final int RDSR3 = 0x15;
    static final int SE = 0x20;
    static final int WRSR2 = 0x31;
    static final int QUAD_PP = 0x32;
    static final int RDSR2 = 0x35;
    static final int DUAL_READ = 0x3b;
    static final int READ_UNIQUE_ID = 0x4b;
    static final int VOLATILE_WREN = 0x50;
    static final int BE_32K = 0x52;
    static final int READ_SFDP = 0x5a;
    static final int CE_60 = 0x60;
    static final int ENABLE_RESET = 0x66;
    static final int QUAD_READ = 0x6b;
    static final int SUSPEND = 0x75;
    static final int RESUME = 0x7a;
    static final int READ_MANUFACTURER_ID = 0x90;
    static final int RESET = 0x99;
    static final int RDID = 0x9f;
    static final int RES = 0xab;
    static final int DP = 0xb9;
    static final int DUAL_IO_READ = 0xbb;
    static final int CE = 0xc7;
    static final int BE_64K = 0xd8;
    static final int QUAD_IO_READ = 0xeb;

    private FlashCommand() {
    }
}
