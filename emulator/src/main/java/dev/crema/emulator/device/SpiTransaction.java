package dev.crema.emulator.device;

import java.util.Arrays;

/**
 * One transaction on an SPI bus in its phases: command, address, data to the chip, data from the chip. A controller keeps one
 * such object and fills it again and again. The number of data lines (one, two or four) does not show: it changes time, not
 * content.
 */
public final class SpiTransaction {
    private static final int MOST_BYTES = 1 << 21;

    private int commandBits;
    private int command;
    private int addressBits;
    private long address;
    private int mosiBits;
    private byte[] mosi = new byte[64];
    private int misoBits;
    private byte[] miso = new byte[64];

    /** Begins a new transaction without data. */
    void begin(int newCommandBits, int newCommand, int newAddressBits, long newAddress) {
        commandBits = newCommandBits;
        command = newCommand;
        addressBits = newAddressBits;
        address = newAddress;
        mosiBits = 0;
        misoBits = 0;
    }

    /** Sets the length of the data to the chip; the caller fills the array returned. */
    byte[] mosiOf(int bits) {
        mosiBits = bits;
        mosi = atLeast(mosi, mosiBytes());
        return mosi;
    }

    /** Sets the length of the data from the chip. */
    void misoOf(int bits) {
        misoBits = bits;
        miso = atLeast(miso, misoBytes());
        Arrays.fill(miso, 0, misoBytes(), (byte) 0xff);
    }

    private static byte[] atLeast(byte[] array, int bytes) {
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("SPI data of " + bytes + " bytes");
        }
        return bytes <= array.length ? array : new byte[Integer.highestOneBit(bytes - 1) << 1];
    }

    /** Length of the command, 0 to 16 bits. */
    public int commandBits() {
        return commandBits;
    }

    /** The command, in the order in which its bits are sent. */
    public int command() {
        return command;
    }

    /** Length of the address, 0 to 64 bits. */
    public int addressBits() {
        return addressBits;
    }

    /** The address. */
    public long address() {
        return address;
    }

    /** The first 24 bits of the address: what follows them, on some read commands, are mode bits. */
    public int address24() {
        return (int) (addressBits > 24 ? address >>> addressBits - 24 : address) & 0xffffff;
    }

    /** Length of the data sent to the chip. */
    public int mosiBits() {
        return mosiBits;
    }

    /** Length of the data sent to the chip, in bytes begun. */
    public int mosiBytes() {
        return mosiBits + 7 >>> 3;
    }

    /** A byte sent to the chip, zero-extended. */
    public int mosi(int index) {
        return mosi[index] & 0xff;
    }

    /** Length of the data that the master reads. */
    public int misoBits() {
        return misoBits;
    }

    /** Length of the data that the master reads, in bytes begun. */
    public int misoBytes() {
        return misoBits + 7 >>> 3;
    }

    /** Answers a byte; beyond what the master reads it is lost. */
    public void answer(int index, int value) {
        if (index < misoBytes()) {
            miso[index] = (byte) value;
        }
    }

    /** A byte that was answered, zero-extended. */
    public int miso(int index) {
        return miso[index] & 0xff;
    }
}
