package dev.crema.emulator.chip;

import dev.crema.emulator.device.Device;
import dev.crema.emulator.device.RegisterBlock;
import dev.crema.emulator.device.UnknownRegisters;
import dev.crema.emulator.state.State;
import dev.crema.emulator.state.Stateful;
import java.util.ArrayList;
import java.util.List;

/**
 * Where each peripheral answers: 0x3FF00000 to 0x3FF7FFFF, of which 0x3FF40000 and up answers at 0x60000000 as well.
 * Addresses that no block claims are storage, because firmware touches undocumented ones and the chip does not fault there.
 */
final class PeripheralBus implements Stateful {
    static final int BASE = 0x3FF00000;
    static final int SIZE = 0x80000;
    private static final int APB = 0x3FF40000;
    private static final int APB_SIZE = 0x40000;
    private static final int AHB = 0x60000000;
    /** The smallest block (sigma-delta) is 256 bytes. */
    private static final int SLOT_SHIFT = 8;
    private static final int GAP_SHIFT = 12;

    private final Device[] slots = new Device[SIZE >>> SLOT_SHIFT];
    private final int[] bases = new int[SIZE >>> SLOT_SHIFT];
    private final List<Device> devices = new ArrayList<>();
    private final Storage[] gaps = new Storage[SIZE >>> GAP_SHIFT];
    private UnknownRegisters unknown = UnknownRegisters.IGNORED;

    /** Whether an address belongs to the peripherals, by either bus. */
    static boolean contains(int address) {
        return Integer.compareUnsigned(address - BASE, SIZE) < 0 || Integer.compareUnsigned(address - AHB, APB_SIZE) < 0;
    }

    /** Puts a device at an address, for a number of bytes. Later devices take the place of earlier ones. */
    void attach(int address, int size, Device device) {
        devices.add(device);
        for (int at = address; at < address + size; at += 1 << SLOT_SHIFT) {
            slots[at - BASE >>> SLOT_SHIFT] = device;
            bases[at - BASE >>> SLOT_SHIFT] = address;
        }
    }

    /** What nobody claimed is storage, one block for each 4 KiB, made when it is first touched. */
    private Device device(int slot) {
        Device device = slots[slot];
        return device != null ? device : gap(slot >>> GAP_SHIFT - SLOT_SHIFT);
    }

    private Storage gap(int number) {
        Storage storage = new Storage(BASE + (number << GAP_SHIFT));
        storage.onUnknown(unknown);
        gaps[number] = storage;
        int first = number << GAP_SHIFT - SLOT_SHIFT;
        for (int slot = first; slot < first + (1 << GAP_SHIFT - SLOT_SHIFT); slot++) {
            if (slots[slot] == null) {
                slots[slot] = storage;
                bases[slot] = BASE + (number << GAP_SHIFT);
            }
        }
        return storage;
    }

    /** Tells a listener of every undeclared register that is touched. */
    void onUnknown(UnknownRegisters listener) {
        unknown = listener;
        for (Storage gap : gaps) {
            if (gap != null) {
                gap.onUnknown(listener);
            }
        }
        for (Device device : devices) {
            if (device instanceof RegisterBlock block) {
                block.onUnknown(listener);
            }
        }
    }

    @Override
    public void state(State state) {
        for (Device device : devices) {
            device.state(state);
        }
        for (int number = 0; number < gaps.length; number++) {
            if (state.value(gaps[number] != null)) {
                state.all(gaps[number] != null ? gaps[number] : gap(number));
            }
        }
    }

    int read(int address, int width) {
        int offset = fold(address) - BASE;
        int slot = offset >>> SLOT_SHIFT;
        return device(slot).read(offset + BASE - bases[slot], width);
    }

    void write(int address, int value, int width) {
        int offset = fold(address) - BASE;
        int slot = offset >>> SLOT_SHIFT;
        device(slot).write(offset + BASE - bases[slot], value, width);
    }

    private static int fold(int address) {
        return address >= AHB ? address - AHB + APB : address;
    }

    /** A page that the manual reserves. */
    private static final class Storage extends RegisterBlock {
        Storage(int address) {
            super("reserved 0x" + Integer.toHexString(address), 0x1000);
        }
    }
}
