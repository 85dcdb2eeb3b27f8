package dev.crema.emulator.rom;

import dev.crema.emulator.xtensa.Memory;

/** The clock and the resets of the SHA accelerator, by DPORT, which every second-stage bootloader asks for. */
final class AcceleratorFunctions {
    private static final int PERI_CLK_EN = 0x3FF0001C;
    private static final int PERI_RST_EN = 0x3FF00020;
    private static final int SHA_CLOCK = 1 << 1;
    /** Its own reset and that of secure boot, which uses it. */
    private static final int SHA_RESETS = 1 << 1 | 1 << 3;

    private AcceleratorFunctions() {
    }

    static void bind(Bindings rom) {
        rom.bind(0x4005C07C, 14, "void ets_sha_enable(void)", call -> {
            Memory memory = call.memory();
            memory.store32(PERI_CLK_EN, memory.load32(PERI_CLK_EN) | SHA_CLOCK);
            memory.store32(PERI_RST_EN, memory.load32(PERI_RST_EN) & ~SHA_RESETS);
        });
        rom.bind(0x4005C0A8, 14, "void ets_sha_disable(void)", call -> {
            Memory memory = call.memory();
            memory.store32(PERI_RST_EN, memory.load32(PERI_RST_EN) | SHA_RESETS);
            memory.store32(PERI_CLK_EN, memory.load32(PERI_CLK_EN) & ~SHA_CLOCK);
        });
    }
}
