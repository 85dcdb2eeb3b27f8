package dev.crema.firmware.elf;

import dev.crema.firmware.ByteView;

/**
 * A program header of type {@code PT_LOAD} and the bytes it names.
 *
 * @param virtualAddress where the program runs or reads them
 * @param physicalAddress where they are loaded
 * @param memorySize number of bytes in memory, as far as they go beyond the data zeros
 * @param data its bytes in the file
 */
public record ElfSegment(int virtualAddress, int physicalAddress, long memorySize, ByteView data) {
}
