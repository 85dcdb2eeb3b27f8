/** Virtual time: the clock and its events. Depends on nothing. */
package dev.crema.emulator.time;
