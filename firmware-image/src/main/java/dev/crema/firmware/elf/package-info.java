/** Programs as the linker leaves them, and how they become images. */
package dev.crema.firmware.elf;
