/** {@code crema image}: looks into firmware files and makes them. Each command only parses its arguments and calls one method. */
package dev.crema.cli.image;
