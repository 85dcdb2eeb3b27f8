/** Measurements of firmware. */
package dev.crema.cli.bench;
