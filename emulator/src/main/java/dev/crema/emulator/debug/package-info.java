/** What the state of a guest means: symbols, backtraces, tasks, panic reports. Watches, and changes nothing. */
package dev.crema.emulator.debug;
