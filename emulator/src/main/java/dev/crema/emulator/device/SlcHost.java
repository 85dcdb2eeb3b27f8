package dev.crema.emulator.device;

/** SLCHOST, 0x3FF55000: what an SDIO host sees of this chip (reference manual, chapter "SDIO Slave"). Storage: there is no host. */
public final class SlcHost extends RegisterBlock {
    /** Makes the block. */
    public SlcHost() {
        super("SLCHOST", 0x200);
        storage(0x010, "FUNC2_0", "FUNC2_1");
        register(0x020, "FUNC2_2").reset(1);
        storage(0x034, "GPIO_STATUS0", "GPIO_STATUS1", "GPIO_IN0", "GPIO_IN1", "SLC0_TOKEN_RDATA", "SLC0_PF", "SLC1_PF",
                "SLC0_INT_RAW", "SLC1_INT_RAW", "SLC0_INT_ST", "SLC1_INT_ST", "PKT_LEN", "STATE_W0", "STATE_W1", "CONF_W0",
                "CONF_W1", "CONF_W2");
        register(0x078, "CONF_W3").reset(0xc0);
        register(0x07c, "CONF_W4").reset(0x1ff);
        storage(0x080, "CONF_W5", "WIN_CMD", "CONF_W6", "CONF_W7", "PKT_LEN0", "PKT_LEN1", "PKT_LEN2", "CONF_W8", "CONF_W9",
                "CONF_W10", "CONF_W11", "CONF_W12", "CONF_W13", "CONF_W14", "CONF_W15", "CHECK_SUM0", "CHECK_SUM1",
                "SLC1_TOKEN_RDATA", "SLC0_TOKEN_WDATA", "SLC1_TOKEN_WDATA", "TOKEN_CON", "SLC0_INT_CLR", "SLC1_INT_CLR",
                "SLC0_FUNC1_INT_ENA", "SLC1_FUNC1_INT_ENA", "SLC0_FUNC2_INT_ENA", "SLC1_FUNC2_INT_ENA", "SLC0_INT_ENA",
                "SLC1_INT_ENA", "SLC0_RX_INFOR", "SLC1_RX_INFOR", "SLC0_LEN_WD", "APBWIN_WDATA", "APBWIN_CONF",
                "APBWIN_RDATA");
        register(0x10c, "RDCLR0").reset(0x3c044);
        register(0x110, "RDCLR1").reset(0x3c1e0);
        storage(0x114, "SLC0_INT_ENA1", "SLC1_INT_ENA1");
        register(0x178, "DATE").reset(0x16022500);
        register(0x17c, "ID").reset(0x600);
        storage(0x1f0, "CONF", "INF_ST");
    }
}
