package dev.crema.emulator.device;

/**
 * The Ethernet MAC (reference manual, chapter "Ethernet Media Access Controller"): DMA at 0x3FF69000, EXT at +0x800, MAC at
 * +0x1000.
 *
 * <p>Modelled: the software reset and the transmit-FIFO flush end at once, and the MII bus is never busy and has no PHY on it, so
 * reads of it give 0xFFFF and the driver reports that it found none. Storage: everything else; no frame is moved.
 */
public final class Emac extends RegisterBlock {
    private static final int EXT = 0x800;
    private static final int MAC = 0x1000;
    private static final int MII_WRITE = 1 << 1;
    private static final int NO_PHY = 0xffff;

    /** Makes the block. */
    public Emac() {
        super("EMAC", 0x2000);
        register(0x000, "DMA_BUSMODE").writable(~1).reset(0x20100);
        storage(0x004, "DMA_TXPOLLDEMAND", "DMA_RXPOLLDEMAND", "DMA_RXBASEADDR", "DMA_TXBASEADDR");
        register(0x014, "DMA_STATUS").readOnly();
        register(0x018, "DMA_OPERATION_MODE").writable(~(1 << 20));
        storage(0x01c, "DMA_IN_EN", "DMA_MISSEDFR", "DMA_RINTWDTIMER");
        storage(0x048, "DMA_TXCURRDESC", "DMA_RXCURRDESC", "DMA_TXCURRADDR_BUF", "DMA_RXCURRADDR_BUF");
        storage(EXT, "EX_CLKOUT_CONF", "EX_OSCCLK_CONF", "EX_CLK_CTRL", "EX_PHYINF_CONF", "EX_PD_SEL");
        register(EXT + 0x0fc, "EX_DATE");
        storage(MAC, "CONFIG", "FF");
        Register miiData = register(MAC + 0x014, "MIIDATA");
        register(MAC + 0x010, "GMIIADDR").writable(~1).onWrite(word -> {
            if ((word & MII_WRITE) == 0) {
                miiData.set(NO_PHY);
            }
        });
        storage(MAC + 0x018, "FC");
        register(MAC + 0x024, "DEBUG").readOnly();
        storage(MAC + 0x028, "PMT_RWUFFR", "PMT_CSR", "LPI_CRS", "LPITIMERSCONTROL", "INTS", "INTMASK");
        storage(MAC + 0x040, "ADDR0HIGH", "ADDR0LOW", "ADDR1HIGH", "ADDR1LOW", "ADDR2HIGH", "ADDR2LOW", "ADDR3HIGH", "ADDR3LOW",
                "ADDR4HIGH", "ADDR4LOW", "ADDR5HIGH", "ADDR5LOW", "ADDR6HIGH", "ADDR6LOW", "ADDR7HIGH", "ADDR7LOW");
        storage(MAC + 0x0d8, "CSTATUS", "WDOGTO");
    }
}
