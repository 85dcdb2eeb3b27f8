/** A powered board: cores taking turns in virtual time, resets, sleep, the console, and what a user of the library holds. */
package dev.crema.emulator.machine;
