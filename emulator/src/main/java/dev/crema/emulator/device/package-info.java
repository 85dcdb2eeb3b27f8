/** The peripherals: one class per block of the reference manual, and the small vocabulary they are declared with. */
package dev.crema.emulator.device;
