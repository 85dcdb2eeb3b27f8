package dev.crema.emulator.device;

import dev.crema.emulator.state.State;

/**
 * A serial NOR flash chip that answers as GigaDevice's GD25Q series does (C8 40 and the logarithm of its size), which every
 * version of ESP-IDF has a driver for.
 *
 * <p>Modelled: reads in all modes, page programming with wrap-around that only clears bits, erasing, status registers with
 * their write-enable latches, identification, unique id, SFDP, deep power-down, reset. Programming and erasing take no time, so
 * the chip is never busy and a suspension has nothing to suspend. Storage: the block-protection bits, which protect nothing.
 */
public final class FlashChip implements SpiTarget {
    private static final int MANUFACTURER = 0xc8;
    private static final int TYPE = 0x40;
    private static final int PAGE = 256;
    private static final int WEL = 1 << 1;
    private static final int STATUS1_WRITABLE = 0xfc;
    private static final int STATUS2_WRITABLE = 0x7f;

    private final MemoryRegion content;
    private final long uniqueId;
    private final FlashListener listener;
    private final byte[] sfdp;
    private int status1;
    private int status2;
    private int status3;
    private boolean volatileWriteEnabled;
    private boolean resetEnabled;
    private boolean poweredDown;
    private long writesToPowerCut;
    private FlashListener powerCut = FlashListener.NONE;

    /**
     * A chip.
     *
     * @param content what it holds; the size must be a power of 2 from 64 KiB to 16 MiB
     * @param uniqueId its 64-bit serial number
     * @param listener told of changes
     */
    public FlashChip(MemoryRegion content, long uniqueId, FlashListener listener) {
        if (Integer.bitCount(content.size()) != 1 || content.size() < 1 << 16 || content.size() > 1 << 24) {
            throw new IllegalArgumentException("flash size " + content.size() + " is not a power of 2 from 64 KiB to 16 MiB");
        }
        this.content = content;
        this.uniqueId = uniqueId;
        this.listener = listener;
        sfdp = sfdp(content.size());
    }

    /**
     * Has power fail in the middle of a write to come, which is then done only halfway. Not part of the chip's state.
     *
     * @param write 1 for the next page program or erase that is let happen
     * @param cut told of what would have been written; it takes the power away
     */
    public void cutPowerAt(long write, FlashListener cut) {
        writesToPowerCut = write;
        powerCut = cut;
    }

    private boolean cutsPower() {
        return writesToPowerCut > 0 && --writesToPowerCut == 0;
    }

    /** The id as {@code RDID} sends it, first byte in the low byte: 0x1640C8 for 4 MiB. */
    public int jedecId() {
        return MANUFACTURER | TYPE << 8 | capacity() << 16;
    }

    private int capacity() {
        return Integer.numberOfTrailingZeros(content.size());
    }

    @Override
    public void execute(SpiTransaction transaction) {
        if (transaction.commandBits() != 8) {
            return;
        }
        int opcode = transaction.command();
        if (poweredDown && opcode != FlashCommand.RES) {
            return;
        }
        boolean resets = resetEnabled && opcode == FlashCommand.RESET;
        resetEnabled = opcode == FlashCommand.ENABLE_RESET;
        switch (opcode) {
            case FlashCommand.READ, FlashCommand.FAST_READ, FlashCommand.DUAL_READ, FlashCommand.QUAD_READ,
                    FlashCommand.DUAL_IO_READ, FlashCommand.QUAD_IO_READ -> read(transaction);
            case FlashCommand.WREN -> status1 |= WEL;
            case FlashCommand.WRDI -> status1 &= ~WEL;
            case FlashCommand.VOLATILE_WREN -> volatileWriteEnabled = true;
            case FlashCommand.RDSR -> repeat(transaction, status1);
            case FlashCommand.RDSR2 -> repeat(transaction, status2);
            case FlashCommand.RDSR3 -> repeat(transaction, status3);
            case FlashCommand.WRSR, FlashCommand.WRSR2, FlashCommand.WRSR3 -> writeStatus(opcode, transaction);
            case FlashCommand.PP, FlashCommand.QUAD_PP -> program(transaction);
            case FlashCommand.SE -> erase(transaction, 1 << 12);
            case FlashCommand.BE_32K -> erase(transaction, 1 << 15);
            case FlashCommand.BE_64K -> erase(transaction, 1 << 16);
            case FlashCommand.CE, FlashCommand.CE_60 -> erase(transaction, content.size());
            case FlashCommand.RDID -> identify(transaction);
            case FlashCommand.READ_MANUFACTURER_ID -> identifyManufacturer(transaction);
            case FlashCommand.READ_UNIQUE_ID -> readUniqueId(transaction);
            case FlashCommand.READ_SFDP -> readSfdp(transaction);
            case FlashCommand.DP -> poweredDown = true;
            case FlashCommand.RES -> release(transaction);
            case FlashCommand.RESET -> resetIf(resets);
            default -> { }
        }
    }

    private static void repeat(SpiTransaction transaction, int value) {
        for (int i = 0; i < transaction.misoBytes(); i++) {
            transaction.answer(i, value);
        }
    }

    private void read(SpiTransaction transaction) {
        int address = transaction.address24();
        for (int i = 0; i < transaction.misoBytes(); i++) {
            transaction.answer(i, content.get(address + i & content.size() - 1));
        }
    }

    private void writeStatus(int opcode, SpiTransaction transaction) {
        if ((status1 & WEL) == 0 && !volatileWriteEnabled || transaction.mosiBytes() == 0) {
            return;
        }
        int first = transaction.mosi(0);
        switch (opcode) {
            case FlashCommand.WRSR -> {
                status1 = first & STATUS1_WRITABLE;
                if (transaction.mosiBytes() > 1) {
                    status2 = transaction.mosi(1) & STATUS2_WRITABLE;
                }
            }
            case FlashCommand.WRSR2 -> status2 = first & STATUS2_WRITABLE;
            default -> status3 = first;
        }
        status1 &= ~WEL;
        volatileWriteEnabled = false;
    }

    /** "If more than 256 bytes are sent, the address wraps to the beginning of the page" (GD25Q32, Page Program). */
    private void program(SpiTransaction transaction) {
        if (!takeWriteEnable()) {
            return;
        }
        int address = transaction.address24() & content.size() - 1;
        int page = address & -PAGE;
        boolean cut = cutsPower();
        int count = cut ? transaction.mosiBytes() / 2 : transaction.mosiBytes();
        for (int i = 0; i < count; i++) {
            int at = page | address + i & PAGE - 1;
            content.set(at, content.get(at) & transaction.mosi(i));
        }
        boolean wraps = (address & PAGE - 1) + count > PAGE;
        listener.changed(wraps ? page : address, wraps ? PAGE : count);
        if (cut) {
            powerCut.changed(address, transaction.mosiBytes());
        }
    }

    private void erase(SpiTransaction transaction, int size) {
        if (!takeWriteEnable()) {
            return;
        }
        int at = transaction.address24() & content.size() - 1 & -size;
        boolean cut = cutsPower();
        int count = cut ? size / 2 : size;
        content.fill(at, count, 0xff);
        listener.changed(at, count);
        if (cut) {
            powerCut.changed(at, size);
        }
    }

    private boolean takeWriteEnable() {
        boolean enabled = (status1 & WEL) != 0;
        status1 &= ~WEL;
        return enabled;
    }

    private void identify(SpiTransaction transaction) {
        transaction.answer(0, MANUFACTURER);
        transaction.answer(1, TYPE);
        transaction.answer(2, capacity());
    }

    /** Device ID of these chips: one less than the capacity code, 0x15 for 4 MiB. */
    private int deviceId() {
        return capacity() - 1;
    }

    private void identifyManufacturer(SpiTransaction transaction) {
        int first = transaction.address24() & 1;
        for (int i = 0; i < transaction.misoBytes(); i++) {
            transaction.answer(i, (i + first & 1) == 0 ? MANUFACTURER : deviceId());
        }
    }

    private void release(SpiTransaction transaction) {
        poweredDown = false;
        repeat(transaction, deviceId());
    }

    private void readUniqueId(SpiTransaction transaction) {
        for (int i = 0; i < transaction.misoBytes(); i++) {
            transaction.answer(i, (int) (uniqueId >>> 56 - 8 * (i & 7)));
        }
    }

    private void readSfdp(SpiTransaction transaction) {
        int address = transaction.address24();
        for (int i = 0; i < transaction.misoBytes() && address + i < sfdp.length; i++) {
            transaction.answer(i, sfdp[address + i]);
        }
    }

    private void resetIf(boolean enabled) {
        if (enabled) {
            status1 &= ~WEL;
            volatileWriteEnabled = false;
        }
    }

    /** JESD216: the header, one parameter header, and the nine words of the basic flash parameter table. */
    private static byte[] sfdp(int size) {
        int[] words = {
            0x50444653, // "SFDP"
            0xff000100, // revision 1.0, one parameter header
            0x09010000, // basic table, revision 1.0, nine words
            0xff000010, // at 0x10
            0xfff120e5, // erases 4 KiB with 20; dual and quad reads; three-byte addresses
            8 * size - 1, // density in bits, less one
            0x6b08eb44, // 1-4-4 with EB, 1-1-4 with 6B
            0xbb423b08, // 1-1-2 with 3B, 1-2-2 with BB
            0xffffffee, // neither 2-2-2 nor 4-4-4
            0xff00ffff,
            0xff00ffff,
            0x520f200c, // erase types: 4 KiB with 20, 32 KiB with 52,
            0xff00d810, // 64 KiB with D8
        };
        byte[] table = new byte[4 * words.length];
        for (int i = 0; i < table.length; i++) {
            table[i] = (byte) (words[i >>> 2] >>> ((i & 3) << 3));
        }
        return table;
    }

    @Override
    public void state(State state) {
        status1 = state.value(status1);
        status2 = state.value(status2);
        status3 = state.value(status3);
        volatileWriteEnabled = state.value(volatileWriteEnabled);
        resetEnabled = state.value(resetEnabled);
        poweredDown = state.value(poweredDown);
    }
}
