/** Saving and restoring what a machine is at a moment: one method per class for both. Depends on nothing. */
package dev.crema.emulator.state;
