package dev.crema.emulator.machine;

import dev.crema.emulator.chip.Esp32;
import dev.crema.emulator.debug.MemoryReader;
import dev.crema.emulator.xtensa.Memory;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * The guest's memory for debuggers and tests, at the addresses that the guest uses, as the PRO CPU has flash and PSRAM mapped.
 * Nothing here faults, costs guest time or touches a peripheral.
 */
public final class MachineMemory implements MemoryReader {
    private static final int LONGEST_STRING = 4096;

    private final Esp32 chip;

    MachineMemory(Esp32 chip) {
        this.chip = chip;
    }

    /** Whether there is memory at an address, rather than nothing or a peripheral. */
    public boolean contains(int address) {
        return chip.place(address) >= 0;
    }

    /**
     * A byte, zero-extended.
     *
     * @throws IllegalArgumentException if there is no memory at the address
     */
    public int read8(int address) {
        return chip.backing().get(place(address));
    }

    /**
     * A little-endian word, from any address.
     *
     * @throws IllegalArgumentException if there is no memory at the address
     */
    public int read32(int address) {
        return read8(address) | read8(address + 1) << 8 | read8(address + 2) << 16 | read8(address + 3) << 24;
    }

    @Override
    public OptionalInt word(int address) {
        if ((address & 3) == 0) {
            int place = chip.place(address);
            return place < 0 ? OptionalInt.empty() : OptionalInt.of(chip.backing().word(place));
        }
        return contains(address) && contains(address + 3) ? OptionalInt.of(read32(address)) : OptionalInt.empty();
    }

    /**
     * Some bytes.
     *
     * @throws IllegalArgumentException if not all of them are memory
     */
    public byte[] read(int address, int length) {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            int from = address + done;
            int count = Math.min(length - done, Memory.PAGE_SIZE - (from & Memory.PAGE_SIZE - 1));
            int place = place(from);
            // The instruction bus has the words of SRAM 1 in the opposite order.
            if (place(from + count - 1) - place == count - 1) {
                chip.backing().read(place, bytes, done, count);
            } else {
                for (int i = 0; i < count; i++) {
                    bytes[done + i] = (byte) read8(from + i);
                }
            }
            done += count;
        }
        return bytes;
    }

    /** A string up to its NUL, the end of memory, or 4096 bytes. */
    public String readString(int address) {
        int length = 0;
        while (length < LONGEST_STRING && contains(address + length) && read8(address + length) != 0) {
            length++;
        }
        return new String(read(address, length), StandardCharsets.UTF_8);
    }

    /**
     * Sets some bytes, ROM and flash included.
     *
     * @throws IllegalArgumentException if not all of them are memory; nothing is changed then
     */
    public void write(int address, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            place(address + i);
        }
        for (int i = 0; i < bytes.length; i++) {
            chip.set(place(address + i), bytes[i]);
        }
    }

    /** Sets a little-endian word, at any address. */
    public void write32(int address, int value) {
        write(address, new byte[] {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)});
    }

    private int place(int address) {
        int place = chip.place(address);
        if (place < 0) {
            throw new IllegalArgumentException("there is no memory at 0x" + Integer.toHexString(address));
        }
        return place;
    }
}
