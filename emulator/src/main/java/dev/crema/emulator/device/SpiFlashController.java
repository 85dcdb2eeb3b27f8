package dev.crema.emulator.device;

import dev.crema.emulator.state.State;

/**
 * SPI0, which the caches use, and SPI1, through which software talks to flash and PSRAM (TRM, "SPI Controller": flash commands of
 * {@code SPI_CMD_REG}). The two have separate registers and share the chips.
 *
 * <p>Modelled: the fixed flash commands and user-defined transactions; all are done when the store to CMD is. Storage: everything
 * that shapes timing, and SPI0's cache and SRAM commands, since the cache windows map the chips' contents themselves. The
 * controller's DMA is not modelled: firmware uses it with SPI2 and SPI3 only.
 */
public final class SpiFlashController extends RegisterBlock {
    private static final int CMD_USR = 18;
    private static final int CTRL_WRSR_2B = 22;
    private static final int FIXED_BUFFER_BYTES = 64;

    private final SpiUser user;
    private final Register status;

    /**
     * A controller without chips.
     *
     * @param name {@code SPI0} or {@code SPI1}
     */
    public SpiFlashController(String name) {
        super(name, 0x400);
        register(0x00, "CMD").command(this::start);
        status = register(0x10, "RD_STATUS");
        register(0x38, "SLAVE").reset(0x20);
        register(0x50, "CACHE_FCTRL");
        register(0x54, "CACHE_SCTRL").reset(0x15c04030);
        register(0x58, "SRAM_CMD");
        register(0x5c, "SRAM_DRD_CMD");
        register(0x60, "SRAM_DWR_CMD");
        user = new SpiUser(this);
    }

    /** Puts a chip on a chip select: flash on 0, PSRAM on 1. */
    public void attach(int chipSelect, SpiTarget chip) {
        user.attach(chipSelect, chip);
    }

    /** One bit starts one command; firmware sets one at a time. */
    private void start(int word) {
        switch (31 - Integer.numberOfLeadingZeros(word)) {
            case 31 -> read();
            case 30 -> plain(FlashCommand.WREN);
            case 29 -> plain(FlashCommand.WRDI);
            case 28 -> readId();
            case 27 -> readStatus();
            case 26 -> writeStatus();
            case 25 -> program();
            case 24 -> erase(FlashCommand.SE);
            case 23 -> erase(FlashCommand.BE_64K);
            case 22 -> plain(FlashCommand.CE);
            case 21 -> plain(FlashCommand.DP);
            case 20 -> release();
            case CMD_USR -> user.run(SpiUser.BUFFER);
            case 17 -> plain(FlashCommand.SUSPEND);
            case 16 -> plain(FlashCommand.RESUME);
            default -> { }
        }
    }

    private SpiTransaction begin(int opcode) {
        SpiTransaction transaction = user.transaction();
        transaction.begin(8, opcode, 0, 0);
        return transaction;
    }

    /** With an address: the low 24 bits of ADDR, whose high byte is the length of what is programmed or read. */
    private SpiTransaction beginAt(int opcode) {
        SpiTransaction transaction = user.transaction();
        transaction.begin(8, opcode, 24, user.addr().field(23, 0));
        return transaction;
    }

    private int fixedLength() {
        return Math.min(user.addr().field(31, 24), FIXED_BUFFER_BYTES);
    }

    private void plain(int opcode) {
        begin(opcode);
        user.exchange();
    }

    private void erase(int opcode) {
        beginAt(opcode);
        user.exchange();
    }

    private void read() {
        SpiTransaction transaction = beginAt(FlashCommand.READ);
        transaction.misoOf(8 * fixedLength());
        user.exchange();
        for (int i = 0; i < transaction.misoBytes(); i++) {
            user.bufferByte(i, transaction.miso(i));
        }
    }

    private void program() {
        SpiTransaction transaction = beginAt(FlashCommand.PP);
        byte[] bytes = transaction.mosiOf(8 * fixedLength());
        for (int i = 0; i < transaction.mosiBytes(); i++) {
            bytes[i] = (byte) user.bufferByte(i);
        }
        user.exchange();
    }

    private void readId() {
        SpiTransaction transaction = begin(FlashCommand.RDID);
        transaction.misoOf(24);
        user.exchange();
        user.word(0).set(transaction.miso(0) | transaction.miso(1) << 8 | transaction.miso(2) << 16);
    }

    private void readStatus() {
        SpiTransaction transaction = begin(FlashCommand.RDSR);
        transaction.misoOf(8);
        user.exchange();
        status.field(15, 0, transaction.miso(0));
    }

    private void writeStatus() {
        SpiTransaction transaction = begin(FlashCommand.WRSR);
        byte[] bytes = transaction.mosiOf(user.ctrl().bit(CTRL_WRSR_2B) ? 16 : 8);
        bytes[0] = (byte) status.get();
        bytes[1] = (byte) (status.get() >>> 8);
        user.exchange();
    }

    private void release() {
        SpiTransaction transaction = beginAt(FlashCommand.RES);
        transaction.misoOf(8);
        user.exchange();
        user.word(0).set(transaction.miso(0));
        status.field(7, 0, transaction.miso(0));
    }

    @Override
    public void state(State state) {
        super.state(state);
        state.all(user);
    }
}
