/** The serial monitor: keys to the chip, the chip's console to the terminal, with the habits of espflash and idf_monitor. */
package dev.crema.cli.monitor;
