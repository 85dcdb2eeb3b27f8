package dev.crema.emulator.xtensa;

import java.util.List;

/**
 * What differs between configurations of the core, as far as the instruction set does not tell.
 *
 * @param processorId PRID
 * @param configId0 CONFIGID0
 * @param configId1 CONFIGID1
 * @param levels the interrupts of level 1, 2 and so on to {@link #LEVELS}, as masks; no interrupt is in two of them
 * @param levelTriggered external interrupts that are pending for as long as their input is high
 * @param edgeTriggered external interrupts, the non-maskable one among them, that a rising input makes pending
 * @param software interrupts that INTSET raises
 * @param nonMaskable the interrupt that INTENABLE does not mask, as a mask
 * @param timers the interrupt of each CCOMPARE, by number
 * @param resetVectorBase VECBASE after a reset
 */
public record CoreConfig(int processorId, int configId0, int configId1, List<Integer> levels, int levelTriggered,
        int edgeTriggered, int software, int nonMaskable, List<Integer> timers, int resetVectorBase) {
    /** The highest interrupt level: that of the non-maskable interrupt. */
    public static final int LEVELS = 7;
    /** The level of debug exceptions. */
    public static final int DEBUG_LEVEL = 6;
    /** The level to which PS.EXCM masks interrupts. */
    public static final int EXCEPTION_LEVEL = 3;

    /** Takes its own copies. */
    public CoreConfig {
        levels = List.copyOf(levels);
        timers = List.copyOf(timers);
        if (levels.size() != LEVELS) {
            throw new IllegalArgumentException("interrupts of " + levels.size() + " levels given, the core has " + LEVELS);
        }
    }

    /**
     * The core of the ESP32: hardware LX6.0.3, as its configuration headers and its reset code tell.
     *
     * @param processorId 0xCDCD for the PRO CPU, 0xABAB for the APP CPU
     */
    public static CoreConfig esp32(int processorId) {
        return new CoreConfig(processorId, 0xc2bc_fffe, 0x1cc5_fe96,
                List.of(0x0006_37ff, 0x0038_0000, 0x28c0_8800, 0x5300_0000, 0x8401_0000, 0, 0x0000_4000),
                0x8fbe_333f, 0x5040_4400, 0x2000_0080, 0x0000_4000, List.of(6, 15, 16), 0x4000_0000);
    }
}
