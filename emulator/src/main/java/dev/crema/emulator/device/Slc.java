package dev.crema.emulator.device;

/**
 * SLC, 0x3FF58000: the DMA of the SDIO slave (reference manual, chapter "SDIO Slave"). Storage, with interrupt registers in which
 * nothing is raised: there is no host.
 */
public final class Slc extends RegisterBlock {
    /**
     * Makes the block.
     *
     * @param line0 interrupt source 10, SLC0
     * @param line1 interrupt source 11, SLC1
     */
    public Slc(InterruptLine line0, InterruptLine line1) {
        super("SLC", 0x200);
        register(0x000, "CONF0").reset(0xff3cff30);
        interrupts(0x004, 0x008, 0x00c, 0x010, line0);
        interrupts(0x014, 0x018, 0x01c, 0x020, line1);
        register(0x024, "RX_STATUS").readOnly().reset(0x20002);
        storage(0x028, "0RXFIFO_PUSH", "1RXFIFO_PUSH");
        register(0x030, "TX_STATUS").readOnly().reset(0x20002);
        storage(0x034, "0TXFIFO_POP", "1TXFIFO_POP", "0RX_LINK",
                "0TX_LINK", "1RX_LINK", "1TX_LINK", "INTVEC_TOHOST", "0TOKEN0", "0TOKEN1", "1TOKEN0", "1TOKEN1", "CONF1",
                "0_STATE0", "0_STATE1", "1_STATE0", "1_STATE1", "BRIDGE_CONF", "0_TO_EOF_DES_ADDR", "0_TX_EOF_DES_ADDR",
                "0_TO_EOF_BFR_DES_ADDR", "1_TO_EOF_DES_ADDR", "1_TX_EOF_DES_ADDR", "1_TO_EOF_BFR_DES_ADDR", "AHB_TEST",
                "SDIO_ST", "RX_DSCR_CONF", "0_TXLINK_DSCR", "0_TXLINK_DSCR_BF0", "0_TXLINK_DSCR_BF1", "0_RXLINK_DSCR",
                "0_RXLINK_DSCR_BF0", "0_RXLINK_DSCR_BF1", "1_TXLINK_DSCR", "1_TXLINK_DSCR_BF0", "1_TXLINK_DSCR_BF1",
                "1_RXLINK_DSCR", "1_RXLINK_DSCR_BF0", "1_RXLINK_DSCR_BF1", "0_TX_ERREOF_DES_ADDR", "1_TX_ERREOF_DES_ADDR",
                "TOKEN_LAT", "TX_DSCR_CONF", "CMD_INFOR0", "CMD_INFOR1", "0_LEN_CONF", "0_LENGTH", "0_TXPKT_H_DSCR",
                "0_TXPKT_E_DSCR", "0_RXPKT_H_DSCR", "0_RXPKT_E_DSCR", "0_TXPKTU_H_DSCR", "0_TXPKTU_E_DSCR", "0_RXPKTU_H_DSCR",
                "0_RXPKTU_E_DSCR");
        storage(0x114, "SEQ_POSITION", "0_DSCR_REC_CONF", "SDIO_CRC_ST0", "SDIO_CRC_ST1", "0_EOF_START_DES",
                "0_PUSH_DSCR_ADDR", "0_DONE_DSCR_ADDR", "0_SUB_START_DES", "0_DSCR_CNT", "0_LEN_LIM_CONF", "0INT_ST1",
                "0INT_ENA1", "1INT_ST1", "1INT_ENA1");
        register(0x1f8, "DATE").reset(0x16022500);
        register(0x1fc, "ID").reset(0x100);
    }
}
