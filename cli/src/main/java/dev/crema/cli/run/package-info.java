/** {@code crema run} and {@code crema demo}: from the command line to a machine, and from what it does to an exit code. */
package dev.crema.cli.run;
