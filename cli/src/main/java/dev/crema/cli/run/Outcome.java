package dev.crema.cli.run;

/**
 * How a run ended.
 *
 * @param exitCode for the shell
 * @param sentence for the user
 */
record Outcome(int exitCode, String sentence) {
}
