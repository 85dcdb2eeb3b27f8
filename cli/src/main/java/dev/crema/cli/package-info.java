/** The {@code crema} command: options, exit codes and sentences. What it does is done by the modules below. */
package dev.crema.cli;
