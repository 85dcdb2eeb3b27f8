package dev.crema.emulator.device;

/**
 * SYSCON, also called APB_CTRL (TRM, "Reset and Clock").
 *
 * <p>Modelled: the divider of the clock that CPU and bus get without the PLL, and the bit by which firmware tells chips of major
 * revision 3. Storage: the lengths of REF_TICK in each clock, and the digital controller of the SAR converters.
 */
public final class Syscon extends RegisterBlock {
    private static final int DATE = 0x16042000;
    private static final int DATE_REVISION_3 = 1 << 31;

    private final ClockTree clocks;
    private final Register sysclkConf;

    /**
     * The registers.
     *
     * @param clocks what PRE_DIV_CNT acts on
     * @param majorRevision of the chip, 0 to 3
     */
    public Syscon(ClockTree clocks, int majorRevision) {
        super("SYSCON", 0x400);
        this.clocks = clocks;
        sysclkConf = register(0x00, "SYSCLK_CONF").reset(0x2000).onWrite(word -> divide());
        register(0x04, "XTAL_TICK_CONF").reset(0x27);
        register(0x08, "PLL_TICK_CONF").reset(0x4f);
        register(0x0c, "CK8M_TICK_CONF").reset(0xb);
        register(0x10, "SARADC_CTRL").reset(0x7f8240);
        register(0x14, "SARADC_CTRL2").reset(0x1fe);
        register(0x18, "SARADC_FSM").reset(0x208ff08);
        for (Register pattern : registers(0x1c, 4, 8, "SARADC_PATT_TAB")) {
            pattern.reset(0x0f0f0f0f);
        }
        register(0x3c, "APLL_TICK_CONF").reset(0x63);
        register(0x7c, "DATE").reset(majorRevision >= 3 ? DATE | DATE_REVISION_3 : DATE);
    }

    private void divide() {
        clocks.selectPreDivider(sysclkConf.field(9, 0));
    }

    @Override
    public void reset() {
        super.reset();
        divide();
    }
}
