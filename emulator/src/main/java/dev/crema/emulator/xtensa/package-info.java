/** The Xtensa LX6 core: state, instructions, interpreter, exceptions, windows. Knows no ESP32. */
package dev.crema.emulator.xtensa;
