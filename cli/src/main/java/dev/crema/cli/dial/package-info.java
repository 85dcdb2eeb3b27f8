/** {@code crema dial}. */
package dev.crema.cli.dial;
