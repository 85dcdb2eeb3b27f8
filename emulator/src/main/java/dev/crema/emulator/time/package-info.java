/** Virtual time: the clock and its events. Depends on nothing but the saving of state. */
package dev.crema.emulator.time;
