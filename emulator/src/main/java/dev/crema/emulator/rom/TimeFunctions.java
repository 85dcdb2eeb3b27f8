package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.SpecialRegister;

/** Delays, and what the ROM knows of clocks. */
final class TimeFunctions {
    /** Ticks of the CPU clock in a microsecond, as both CPUs see them. */
    private static final int TICKS_PER_US = 0x3FFE01E0;
    /** TIMG0_RTCCALICFG1_REG: RTC_CALI_VALUE from bit 7. */
    private static final int CALIBRATION = 0x3FF5F06C;
    /** RTC_CNTL_STORE5_REG: twice the frequency of the crystal in units of 4096 Hz. */
    private static final int STORE5 = 0x3FF480B4;
    private static final int EFUSE_RDATA4 = 0x3FF5A010;
    /** What is assumed where nothing was measured, in Hz: the crystal of nearly all boards. */
    private static final int CRYSTAL = 40_000_000;

    /** The loop inside ets_delay_us. */
    private static final int DELAY_LOOP = 0x40008544;
    /** So long a delay may keep an interrupt waiting, in microseconds. */
    private static final int DELAY_STEP = 10;

    private TimeFunctions() {
    }

    static void bind(Bindings rom) {
        rom.bind(0x40008534, 16, "void ets_delay_us(uint32_t us)", TimeFunctions::delay);
        rom.bindLoop(DELAY_LOOP, "void ets_delay_us(uint32_t us)", TimeFunctions::goOnDelaying);
        rom.bind(0x40008550, "void ets_update_cpu_frequency(uint32_t ticks_per_us)",
                call -> call.memory().store32(TICKS_PER_US, call.word(0)));
        rom.bind(0x4000855C, "uint32_t ets_get_cpu_frequency(void)",
                call -> call.result(call.memory().load32(TICKS_PER_US)));
        rom.bind(0x4000856C, "uint32_t ets_get_xtal_scale(void)",
                call -> call.result(call.memory().load32(CALIBRATION) >>> 7));
        rom.bind(0x40008710, "uint32_t ets_efuse_get_8M_clock(void)",
                call -> call.result(call.memory().load32(EFUSE_RDATA4) & 0xFF));
        rom.bind(0x40008588, 40, "uint32_t ets_get_detected_xtal_freq(void)", TimeFunctions::crystalFrequency);
    }

    /** The start and the length go on in the registers of the arguments. */
    private static void delay(Call call) {
        call.replace(1, call.word(0) * call.memory().load32(TICKS_PER_US));
        call.replace(0, call.core().special(SpecialRegister.CCOUNT));
        call.jump(DELAY_LOOP);
    }

    private static void goOnDelaying(Call call) {
        int elapsed = call.core().special(SpecialRegister.CCOUNT) - call.word(0);
        int length = call.word(1);
        if (Integer.compareUnsigned(elapsed, length) < 0) {
            int step = DELAY_STEP * call.memory().load32(TICKS_PER_US);
            int rest = length - elapsed;
            call.charge((Integer.compareUnsigned(rest, step) < 0 ? rest : step) & 0xFFFFFFFFL);
            call.again();
        }
    }

    private static void crystalFrequency(Call call) {
        int stored = call.memory().load32(STORE5);
        int high = stored >>> 16;
        int low = stored & 0xFFFF;
        if (high == low && low != 0 && low != 0xFFFF) {
            call.result(low << 12);
            return;
        }
        // The crystal's cycles in 10 of the 8 MHz oscillator divided by 256; the eFuse tells how fast that one is.
        int cycles = call.memory().load32(CALIBRATION) >>> 7;
        int oscillator = call.memory().load32(EFUSE_RDATA4) & 0xFF;
        int measured = Integer.divideUnsigned(cycles * 15625 * oscillator, 40);
        call.result(measured != 0 ? measured : CRYSTAL);
    }
}
