/** What {@code crema image} prints: the same texts as esptool and espflash print, so that scripts and eyes find what they know. */
package dev.crema.firmware.report;
