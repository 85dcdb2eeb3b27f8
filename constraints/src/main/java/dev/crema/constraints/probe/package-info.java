/** Calls of guest functions, seen as they happen: arguments, results, who calls, and a return without execution. */
package dev.crema.constraints.probe;
