/** {@code crema oom}. */
package dev.crema.cli.oom;
