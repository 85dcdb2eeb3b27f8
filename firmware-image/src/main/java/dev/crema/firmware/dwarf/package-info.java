/**
 * Which line of which file an address comes from: debugging information in DWARF versions 2 to 5, as GCC and LLVM write it.
 * Sections cited are those of the DWARF 5 standard.
 */
package dev.crema.firmware.dwarf;
