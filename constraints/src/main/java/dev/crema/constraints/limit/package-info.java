/** What if the chip had less: limits that the firmware meets as on a smaller one. */
package dev.crema.constraints.limit;
