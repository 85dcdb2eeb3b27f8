package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Memory;

/** Resets, start-up, the interrupt matrix and the eFuses. */
final class SystemFunctions {
    private static final int OPTIONS0 = 0x3FF48000;
    private static final int STATE0 = 0x3FF48018;
    private static final int RESET_STATE = 0x3FF48034;
    private static final int STORE7 = 0x3FF480BC;
    private static final int SW_SYS_RST = 1 << 31;
    private static final int SW_PROCPU_RST = 1 << 5;
    private static final int SW_APPCPU_RST = 1 << 4;
    private static final int APB2RTC_BRIDGE_SEL = 1 << 22;

    private static final int APPCPU_CTRL_D = 0x3FF00038;
    private static final int PRO_INTR_MAP = 0x3FF00104;
    private static final int APP_INTR_MAP = 0x3FF00218;
    private static final int USER_CODE_START = 0x3FFE0400;
    private static final int STARTUP_CALLBACK = 0x3FFE0404;

    private static final int PUTC2 = 0x3FFAE010;
    private static final int PUTC1 = 0x3FFAE014;
    private static final int ETS_WRITE_CHAR_UART = 0x40007CF8;

    private static final int EFUSE_RDATA3 = 0x3FF5A00C;
    private static final int EFUSE_RDATA5 = 0x3FF5A014;
    private static final int EFUSE_RDATA6 = 0x3FF5A018;
    private static final int ABS_DONE_1 = 1 << 5;
    private static final int SPI_PADS = 0xFFFFF;

    private SystemFunctions() {
    }

    static void bind(Bindings rom) {
        rom.bind(0x400081D4, "RESET_REASON rtc_get_reset_reason(int cpu)", SystemFunctions::resetReason);
        rom.bind(0x400081F4, "uint32_t rtc_get_wakeup_cause(void)",
                call -> call.result(call.memory().load32(RESET_STATE) & 0x7FF));
        rom.bind(0x4000824C, "void software_reset(void)", call -> set(call.memory(), OPTIONS0, SW_SYS_RST));
        rom.bind(0x40008264, "void software_reset_cpu(int cpu)",
                call -> set(call.memory(), OPTIONS0, call.word(0) == 0 ? SW_PROCPU_RST : SW_APPCPU_RST));
        rom.bind(0x40008288, "void rtc_select_apb_bridge(bool select)", SystemFunctions::selectBridge);
        rom.bind(0x4000689C, "void ets_set_appcpu_boot_addr(uint32_t address)",
                call -> call.memory().store32(APPCPU_CTRL_D, call.word(0)));
        rom.bind(0x4000687C, "void ets_set_user_start(uint32_t address)",
                call -> call.memory().store32(USER_CODE_START, call.word(0)));
        rom.bind(0x4000688C, "void ets_set_startup_callback(uint32_t address)",
                call -> call.memory().store32(STARTUP_CALLBACK, call.word(0)));
        rom.bind(0x4000681C, "void intr_matrix_set(int cpu, uint32_t source, uint32_t interrupt)",
                SystemFunctions::mapInterrupt);
        rom.bind(0x40007D18, "void ets_install_putc1(void (*putc)(char c))",
                call -> call.memory().store32(PUTC1, call.word(0)));
        rom.bind(0x40007D38, "void ets_install_putc2(void (*putc)(char c))",
                call -> call.memory().store32(PUTC2, call.word(0)));
        rom.bind(0x40007D28, "void ets_install_uart_printf(void)",
                call -> call.memory().store32(PUTC1, ETS_WRITE_CHAR_UART));
        rom.bind(0x40008658, 60, "uint32_t ets_efuse_get_spiconfig(void)", SystemFunctions::spiConfig);
        rom.bind(0x4000F8D4, "bool ets_use_secure_boot_v2(void)",
                call -> call.result((call.memory().load32(EFUSE_RDATA6) & ABS_DONE_1) != 0 ? 1 : 0));
    }

    private static void set(Memory memory, int register, int bits) {
        memory.store32(register, memory.load32(register) | bits);
    }

    private static void resetReason(Call call) {
        int state = call.memory().load32(RESET_STATE);
        call.result((call.word(0) == 0 ? state : state >>> 6) & 0x3F);
    }

    private static void selectBridge(Call call) {
        int state = call.memory().load32(STATE0);
        call.memory().store32(STATE0,
                call.octet(0) != 0 ? state | APB2RTC_BRIDGE_SEL : state & ~APB2RTC_BRIDGE_SEL);
    }

    private static void mapInterrupt(Call call) {
        int map = call.word(0) == 0 ? PRO_INTR_MAP : APP_INTR_MAP;
        call.memory().store32(map + 4 * call.word(1), call.word(2));
    }

    /** The pads of the flash chip, six bits each, or 0 if the eFuses do not name five different ones. */
    private static void spiConfig(Call call) {
        int fuses = call.memory().load32(EFUSE_RDATA5) & SPI_PADS;
        if (fuses == 0 || fuses == SPI_PADS) {
            call.result(0);
            return;
        }
        int clk = pad(fuses);
        int q = pad(fuses >>> 5);
        int d = pad(fuses >>> 10);
        int cs = pad(fuses >>> 15);
        int hd = pad(call.memory().load32(EFUSE_RDATA3) >>> 4);
        boolean distinct = clk != q && clk != d && clk != cs && q != d && q != cs;
        call.result(distinct ? clk | q << 6 | d << 12 | cs << 18 | hd << 24 : 0);
    }

    /** Five bits name a pad; 30 and 31 mean GPIO 32 and 33. */
    private static int pad(int fuses) {
        int pad = fuses & 0x1F;
        return pad >= 30 ? pad + 2 : pad;
    }
}
