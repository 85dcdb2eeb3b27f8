package dev.crema.emulator.device;

/**
 * A UHCI, 0x3FF54000 and 0x3FF4C000: the DMA between UARTs and memory (reference manual, chapter "UART Controllers"). Storage,
 * with interrupt registers in which nothing is raised: no data is moved.
 */
public final class Uhci extends RegisterBlock {
    /**
     * Makes a block.
     *
     * @param name {@code UHCI0} or {@code UHCI1}
     * @param line interrupt source 12 or 13
     */
    public Uhci(String name, InterruptLine line) {
        super(name, 0x100);
        register(0x000, "CONF0").reset(0x370100);
        interrupts(0x004, 0x008, 0x00c, 0x010, line);
        register(0x014, "DMA_OUT_STATUS").readOnly().reset(2);
        register(0x018, "DMA_OUT_PUSH");
        register(0x01c, "DMA_IN_STATUS").readOnly().reset(2);
        storage(0x020, "DMA_IN_POP", "DMA_OUT_LINK");
        register(0x028, "DMA_IN_LINK").reset(0x100000);
        register(0x02c, "CONF1").reset(0x33);
        storage(0x030, "STATE0", "STATE1", "DMA_OUT_EOF_DES_ADDR", "DMA_IN_SUC_EOF_DES_ADDR", "DMA_IN_ERR_EOF_DES_ADDR",
                "DMA_OUT_EOF_BFR_DES_ADDR", "AHB_TEST", "DMA_IN_DSCR", "DMA_IN_DSCR_BF0", "DMA_IN_DSCR_BF1", "DMA_OUT_DSCR",
                "DMA_OUT_DSCR_BF0", "DMA_OUT_DSCR_BF1");
        register(0x064, "ESCAPE_CONF").reset(0x33);
        register(0x068, "HUNG_CONF").reset(0x810810);
        storage(0x06c, "ACK_NUM", "RX_HEAD", "QUICK_SENT");
        registers(0x078, 8, 7, "Q_WORD0_");
        registers(0x07c, 8, 7, "Q_WORD1_");
        register(0x0b0, "ESC_CONF0").reset(0xdcdbc0);
        register(0x0b4, "ESC_CONF1").reset(0xdddbdb);
        register(0x0b8, "ESC_CONF2").reset(0xdedb11);
        register(0x0bc, "ESC_CONF3").reset(0xdfdb13);
        register(0x0c0, "PKT_THRES").reset(0x80);
        register(0x0fc, "DATE").reset(0x16041001);
    }
}
