/** What an ESP32 is: its memory map, cache windows, clocks, interrupt matrix, and the list of its peripherals. */
package dev.crema.emulator.chip;
