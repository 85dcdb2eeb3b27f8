package dev.crema.emulator.device;

/**
 * The pseudo-static RAM of a WROVER module, as APS6404/ESP-PSRAM32 answer SPI1: identification with its "known good die" byte,
 * reads and writes. Quad mode and reset are accepted; as they change the number of lines, not what a transaction carries, nothing
 * of them is kept. Ordinary accesses reach the content through the cache window, not through here.
 */
public final class Psram implements SpiTarget {
    private static final int MANUFACTURER = 0x0d;
    private static final int KNOWN_GOOD_DIE = 0x5d;

    private static final int WRITE = 0x02;
    private static final int READ = 0x03;
    private static final int FAST_READ = 0x0b;
    private static final int QUAD_WRITE = 0x38;
    private static final int READ_ID = 0x9f;
    private static final int QUAD_READ = 0xeb;

    private final MemoryRegion content;
    private final int extendedId;

    /**
     * A chip.
     *
     * @param content what it holds: 2, 4 or 8 MiB
     */
    public Psram(MemoryRegion content) {
        this.content = content;
        // The three high bits of the extended id give the size: 0 is 16 Mbit, 1 is 32, 2 is 64 (ESP-IDF, esp_psram_impl_quad.c).
        extendedId = switch (content.size()) {
            case 2 << 20 -> 0x00;
            case 4 << 20 -> 0x21;
            case 8 << 20 -> 0x40;
            default -> throw new IllegalArgumentException("PSRAM of " + content.size() + " bytes: there are 2, 4 and 8 MiB");
        };
    }

    /**
     * {@inheritDoc} With the clock doubled through the GPIO matrix, ESP-IDF sends two idle command bits and the command in
     * front of the address.
     */
    @Override
    public void execute(SpiTransaction transaction) {
        boolean inAddress = transaction.commandBits() < 8 && transaction.addressBits() >= 8;
        int opcode = inAddress
                ? (int) (transaction.address() >>> transaction.addressBits() - 8) & 0xff
                : transaction.command() & 0xff;
        int address = (int) (inAddress ? transaction.address() & 0xffffff : transaction.address24()) & content.size() - 1;
        switch (opcode) {
            case READ_ID -> identify(transaction);
            case READ, FAST_READ, QUAD_READ -> read(address, transaction);
            case WRITE, QUAD_WRITE -> write(address, transaction);
            default -> { }
        }
    }

    private void identify(SpiTransaction transaction) {
        for (int i = 3; i < transaction.misoBytes(); i++) {
            transaction.answer(i, 0);
        }
        transaction.answer(0, MANUFACTURER);
        transaction.answer(1, KNOWN_GOOD_DIE);
        transaction.answer(2, extendedId);
    }

    private void read(int address, SpiTransaction transaction) {
        for (int i = 0; i < transaction.misoBytes(); i++) {
            transaction.answer(i, content.get(address + i & content.size() - 1));
        }
    }

    private void write(int address, SpiTransaction transaction) {
        for (int i = 0; i < transaction.mosiBytes(); i++) {
            content.set(address + i & content.size() - 1, transaction.mosi(i));
        }
    }
}
