/** Non-volatile storage: the key-value store of ESP-IDF in a flash partition (ESP-IDF Programming Guide, "NVS internals"). */
package dev.crema.firmware.nvs;
