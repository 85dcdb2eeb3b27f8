/** Sample firmware of our own. */
package dev.crema.firmware.samples;
