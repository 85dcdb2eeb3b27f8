package dev.crema.constraints.panic;

import dev.crema.emulator.debug.MemoryReader;
import dev.crema.emulator.debug.RegisterWindows;
import dev.crema.emulator.debug.StackFrame;
import dev.crema.emulator.machine.Machine;
import dev.crema.emulator.machine.MachineMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** A copy of the guest's RAM: internal data RAM, RTC memory, and what of the external RAM is not all zero. */
final class MemoryCopy implements MemoryReader {
    private static final int PAGE = 0x1000;
    private static final byte[] ZERO = new byte[PAGE];
    private static final int CALLERS_REGISTERS = -16;
    private static final int REGISTERS_IN_PANE = 4;
    /** ESP32 TRM, table 1-1: SRAM 2 and 1 at the data bus, RTC slow and fast memory, external RAM. */
    private static final List<Range> RAM = List.of(new Range(0x3FFAE000, 0x40000000), new Range(0x50000000, 0x50002000),
            new Range(0x3FF80000, 0x3FF82000), new Range(0x3F800000, 0x3FC00000));
    private static final int ALWAYS = 3;

    private final List<Part> parts = new ArrayList<>();

    private record Range(int begin, int end) { }

    /**
     * A part of memory.
     *
     * @param address where it lies
     * @param bytes its contents
     */
    record Part(int address, byte[] bytes) {
        boolean contains(int at) {
            return Integer.toUnsignedLong(at - address) < bytes.length;
        }
    }

    private MemoryCopy() {
    }

    /** Copies the memory of a machine. */
    static MemoryCopy of(Machine machine) {
        MemoryCopy copy = new MemoryCopy();
        for (int i = 0; i < RAM.size(); i++) {
            copy.add(RAM.get(i), machine.memory(), i < ALWAYS);
        }
        return copy;
    }

    private void add(Range range, MachineMemory memory, boolean always) {
        int begin = range.begin();
        while (begin != range.end()) {
            int end = begin;
            while (end != range.end() && wanted(memory, end, always)) {
                end += PAGE;
            }
            if (end == begin) {
                begin += PAGE;
            } else {
                parts.add(new Part(begin, memory.read(begin, end - begin)));
                begin = end;
            }
        }
    }

    private static boolean wanted(MachineMemory memory, int page, boolean always) {
        return memory.contains(page) && (always || !Arrays.equals(memory.read(page, PAGE), ZERO));
    }

    /** The parts, by address. */
    List<Part> parts() {
        return parts;
    }

    /** Puts the windows that were still in a core where they lie once they have been spilled, so that GDB finds the callers. */
    void spill(RegisterWindows windows, List<StackFrame> backtrace) {
        int pane = windows.windowBase();
        for (int i = 1; i < backtrace.size(); i++) {
            int a0 = windows.register(pane, 0);
            pane = pane - (a0 >>> 30) & RegisterWindows.COUNT - 1;
            if (a0 >>> 30 == 0 || !windows.live(pane) || pane == windows.windowBase()) {
                return;
            }
            for (int n = 0; n < REGISTERS_IN_PANE; n++) {
                put(backtrace.get(i - 1).sp() + CALLERS_REGISTERS + 4 * n, windows.register(pane, n));
            }
        }
    }

    private void put(int address, int value) {
        for (Part part : parts) {
            if (part.contains(address) && part.contains(address + 3)) {
                for (int i = 0; i < Integer.BYTES; i++) {
                    part.bytes()[address - part.address() + i] = (byte) (value >>> 8 * i);
                }
            }
        }
    }

    @Override
    public OptionalInt word(int address) {
        for (Part part : parts) {
            if (part.contains(address) && part.contains(address + 3)) {
                int at = address - part.address();
                return OptionalInt.of(part.bytes()[at] & 0xff | (part.bytes()[at + 1] & 0xff) << 8
                        | (part.bytes()[at + 2] & 0xff) << 16 | part.bytes()[at + 3] << 24);
            }
        }
        return OptionalInt.empty();
    }
}
