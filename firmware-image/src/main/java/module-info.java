/** What lies in flash: ESP images, ELF files, partition tables, NVS and size reports. Knows bytes only. */
module dev.crema.firmware {
}
