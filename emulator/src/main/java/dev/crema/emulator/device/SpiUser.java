package dev.crema.emulator.device;

import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;

/**
 * The part that all four SPI controllers have in common: registers of a user-defined transaction, the buffer W0-15 and the chip
 * selects (TRM, "SPI Controller": general-purpose SPI).
 */
final class SpiUser implements Stateful {
    static final int CHIP_SELECTS = 3;

    private static final int BUFFER_WORDS = 16;
    private static final int BUFFER_BYTES = 4 * BUFFER_WORDS;
    private static final int HIGH_PART = BUFFER_BYTES / 2;

    private static final int CTRL_WR_BIT_ORDER = 26;
    private static final int CTRL_RD_BIT_ORDER = 25;
    private static final int USER_COMMAND = 31;
    private static final int USER_ADDR = 30;
    private static final int USER_DUMMY = 29;
    private static final int USER_MISO = 28;
    private static final int USER_MOSI = 27;
    private static final int USER_MOSI_HIGHPART = 25;
    private static final int USER_MISO_HIGHPART = 24;
    private static final int USER_WR_BYTE_ORDER = 11;
    private static final int USER_RD_BYTE_ORDER = 10;
    private static final int USER_DOUTDIN = 0;

    /** Where the data of a transaction come from and go to, other than the buffer. */
    interface Data {
        /** Fills what is to be sent; false if the buffer is to be used. */
        boolean send(byte[] bytes, int count);

        /** Takes what was read; false if it is to go to the buffer. */
        boolean receive(SpiTransaction transaction);
    }

    /** The buffer alone. */
    static final Data BUFFER = new Data() {
        @Override
        public boolean send(byte[] bytes, int count) {
            return false;
        }

        @Override
        public boolean receive(SpiTransaction transaction) {
            return false;
        }
    };

    private final SpiTransaction transaction = new SpiTransaction();
    private final SpiTarget[] targets = {SpiTarget.ABSENT, SpiTarget.ABSENT, SpiTarget.ABSENT};
    private final Register addr;
    private final Register ctrl;
    private final Register clock;
    private final Register user;
    private final Register user1;
    private final Register user2;
    private final Register mosiLength;
    private final Register misoLength;
    private final Register addressRest;
    private final Register pin;
    private final Register[] buffer;

    SpiUser(RegisterBlock block) {
        addr = block.register(0x04, "ADDR");
        ctrl = block.register(0x08, "CTRL").reset(0x20a400);
        block.register(0x0c, "CTRL1").reset(0x5fff0000);
        block.register(0x14, "CTRL2").reset(0x11);
        clock = block.register(0x18, "CLOCK").reset(0x80003043);
        user = block.register(0x1c, "USER").reset(0x80000040);
        user1 = block.register(0x20, "USER1").reset(0x5c000007);
        user2 = block.register(0x24, "USER2").reset(0x70000000);
        mosiLength = block.register(0x28, "MOSI_DLEN").writable(0xffffff);
        misoLength = block.register(0x2c, "MISO_DLEN").writable(0xffffff);
        addressRest = block.register(0x30, "SLV_WR_STATUS");
        pin = block.register(0x34, "PIN").reset(0x6);
        block.register(0x3c, "SLAVE1").reset(0x2000000);
        block.register(0x40, "SLAVE2");
        block.register(0x44, "SLAVE3");
        block.register(0x48, "SLV_WRBUF_DLEN");
        block.register(0x4c, "SLV_RDBUF_DLEN");
        block.register(0x64, "SLV_RD_BIT");
        buffer = block.registers(0x80, 4, BUFFER_WORDS, "W");
        block.register(0xc0, "TX_CRC");
        block.register(0xf0, "EXT0").reset(0x800a0050);
        block.register(0xf4, "EXT1").reset(0x800f0000);
        // The state machine is always idle (0) when software can look.
        block.register(0xf8, "EXT2").readOnly();
        block.register(0xfc, "EXT3");
        block.register(0x3fc, "DATE").reset(0x1604270);
    }

    /** Puts a chip on a chip select, 0 to 2. */
    void attach(int chipSelect, SpiTarget target) {
        targets[chipSelect] = target;
    }

    Register addr() {
        return addr;
    }

    Register ctrl() {
        return ctrl;
    }

    Register word(int index) {
        return buffer[index];
    }

    /** A byte of the buffer, in the order of addresses. */
    int bufferByte(int index) {
        return buffer[index >>> 2].get() >>> ((index & 3) << 3) & 0xff;
    }

    /** Sets a byte of the buffer. */
    void bufferByte(int index, int value) {
        int shift = (index & 3) << 3;
        Register word = buffer[index >>> 2];
        word.set(word.get() & ~(0xff << shift) | value << shift);
    }

    /** The transaction that {@link #exchange} sends; fixed commands fill it themselves. */
    SpiTransaction transaction() {
        return transaction;
    }

    /** Lets the selected chips take part. */
    void exchange() {
        for (int select = 0; select < CHIP_SELECTS; select++) {
            if (!pin.bit(select)) {
                targets[select].execute(transaction);
            }
        }
    }

    /** Carries out what the registers describe. */
    void run(Data data) {
        int commandBits = user.bit(USER_COMMAND) ? user2.field(31, 28) + 1 : 0;
        int addressBits = user.bit(USER_ADDR) ? user1.field(31, 26) + 1 : 0;
        transaction.begin(commandBits, command(commandBits), addressBits, address(addressBits));
        if (user.bit(USER_MOSI)) {
            send(mosiLength.get() + 1, data);
        }
        if (user.bit(USER_MISO)) {
            transaction.misoOf(user.bit(USER_DOUTDIN) && user.bit(USER_MOSI) ? transaction.mosiBits() : misoLength.get() + 1);
        }
        exchange();
        if (user.bit(USER_MISO) && !data.receive(transaction)) {
            receiveToBuffer();
        }
    }

    /** USER2 holds the command with the byte sent first in its low byte, left-aligned in what is sent. */
    private int command(int bits) {
        int value = user2.field(15, 0);
        if (ctrl.bit(CTRL_WR_BIT_ORDER)) {
            return Integer.reverse(value) >>> 32 - bits & (1 << bits) - 1;
        }
        int swapped = value >>> 8 | (value & 0xff) << 8;
        return swapped >>> 16 - bits;
    }

    private long address(int bits) {
        if (bits == 0) {
            return 0;
        }
        long whole = (long) addr.get() << 32 | Integer.toUnsignedLong(addressRest.get());
        return whole >>> 64 - bits;
    }

    private void send(int bits, Data data) {
        byte[] bytes = transaction.mosiOf(bits);
        int count = transaction.mosiBytes();
        if (!data.send(bytes, count)) {
            int first = user.bit(USER_MOSI_HIGHPART) ? HIGH_PART : 0;
            int order = user.bit(USER_WR_BYTE_ORDER) ? 3 : 0;
            for (int i = 0; i < count; i++) {
                bytes[i] = (byte) bufferByte((first + i & BUFFER_BYTES - 1) ^ order);
            }
        }
        if (ctrl.bit(CTRL_WR_BIT_ORDER)) {
            for (int i = 0; i < count; i++) {
                bytes[i] = (byte) reversed(bytes[i]);
            }
        }
    }

    private void receiveToBuffer() {
        int first = user.bit(USER_MISO_HIGHPART) ? HIGH_PART : 0;
        int order = user.bit(USER_RD_BYTE_ORDER) ? 3 : 0;
        int count = transaction.misoBytes();
        for (int i = 0; i < count; i++) {
            bufferByte((first + i & BUFFER_BYTES - 1) ^ order, received(i));
        }
    }

    /** A byte read, in the bit order that CTRL asks for. */
    int received(int index) {
        int value = transaction.miso(index);
        return ctrl.bit(CTRL_RD_BIT_ORDER) ? reversed(value) : value;
    }

    private static int reversed(int value) {
        return Integer.reverse(value) >>> 24;
    }

    /** How many cycles of the SPI clock the transaction in the registers takes. */
    long clockCycles() {
        long cycles = 0;
        if (user.bit(USER_COMMAND)) {
            cycles += user2.field(31, 28) + 1;
        }
        if (user.bit(USER_ADDR)) {
            cycles += (user1.field(31, 26) + 1) / (addressAlsoWide() ? dataLines() : 1);
        }
        if (user.bit(USER_DUMMY)) {
            cycles += user1.field(7, 0) + 1;
        }
        int mosi = user.bit(USER_MOSI) ? mosiLength.get() + 1 : 0;
        int miso = user.bit(USER_MISO) ? misoLength.get() + 1 : 0;
        int data = user.bit(USER_DOUTDIN) ? Math.max(mosi, miso) : mosi + miso;
        return cycles + data / dataLines();
    }

    private boolean addressAlsoWide() {
        return ctrl.field(24, 23) != 0 || user.field(15, 14) != 0;
    }

    /** CTRL: FREAD_QIO, FREAD_QUAD; USER: FWRITE_QIO, FWRITE_QUAD; and the same of two lines. */
    private int dataLines() {
        if (ctrl.bit(24) || ctrl.bit(20) || user.bit(15) || user.bit(13)) {
            return 4;
        }
        return ctrl.bit(23) || ctrl.bit(14) || user.bit(14) || user.bit(12) ? 2 : 1;
    }

    /** Cycles of APB in a cycle of the SPI clock. */
    int clockDivider() {
        return clock.bit(31) ? 1 : (clock.field(30, 18) + 1) * (clock.field(17, 12) + 1);
    }

    @Override
    public void state(State state) {
        state.all(targets);
    }
}
