package dev.crema.emulator.device;

/** HINF, 0x3FF4B000: the SDIO slave's card information (reference manual, chapter "SDIO Slave"). Storage: there is no host. */
public final class Hinf extends RegisterBlock {
    /** Makes the block. */
    public Hinf() {
        super("HINF", 0x100);
        register(0x000, "CFG_DATA0").reset(0x22226666);
        register(0x004, "CFG_DATA1").reset(0x1110011);
        register(0x01c, "CFG_DATA7").reset(0x20000);
        for (Register word : registers(0x020, 4, 8, "CIS_CONF")) {
            word.reset(-1);
        }
        register(0x040, "CFG_DATA16").reset(0x33336666);
        register(0x0fc, "DATE").reset(0x15030200);
    }
}
