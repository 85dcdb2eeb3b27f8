package dev.crema.emulator.device;

/**
 * Why a CPU was reset, with the codes of {@code RTC_CNTL_RESET_STATE} (TRM, "Reset and Clock") and the names under which the mask
 * ROM prints them.
 */
public enum ResetReason {
    /** Power came on. */
    POWERON_RESET(1),
    /** Software reset all but the RTC. */
    SW_RESET(3),
    /** The end of deep sleep. */
    DEEPSLEEP_RESET(5),
    /** The watchdog of timer group 0 reset all but the RTC. */
    TG0WDT_SYS_RESET(7),
    /** The watchdog of timer group 1 reset all but the RTC. */
    TG1WDT_SYS_RESET(8),
    /** The RTC watchdog reset all but the RTC. */
    RTCWDT_SYS_RESET(9),
    /** The watchdog of a timer group reset this CPU. */
    TGWDT_CPU_RESET(11),
    /** Software reset this CPU. */
    SW_CPU_RESET(12),
    /** The RTC watchdog reset this CPU. */
    RTCWDT_CPU_RESET(13),
    /** The PRO CPU reset the APP CPU. */
    EXT_CPU_RESET(14),
    /** The supply voltage fell. */
    RTCWDT_BROWN_OUT_RESET(15),
    /** The RTC watchdog reset everything, the RTC too. */
    RTCWDT_RTC_RESET(16);

    private final int code;

    ResetReason(int code) {
        this.code = code;
    }

    /** The code in RESET_STATE. */
    public int code() {
        return code;
    }

    /** Whether the RTC domain loses its state: registers, timer and memory. */
    public boolean resetsRtc() {
        return this == POWERON_RESET || this == RTCWDT_BROWN_OUT_RESET || this == RTCWDT_RTC_RESET;
    }
}
