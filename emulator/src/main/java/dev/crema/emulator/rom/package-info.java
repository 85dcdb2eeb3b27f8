/**
 * The mask ROM: a dump of a real one, or Java functions and own guest code bound to the addresses that the real one fixes for
 * ever (ESP-IDF components/esp_rom/esp32/ld).
 */
package dev.crema.emulator.rom;
