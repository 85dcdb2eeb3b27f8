/** What {@code crema image} prints: the texts of esptool and espflash, so that scripts and eyes find what they know. */
package dev.crema.firmware.report;
