/** How reports are written. */
package dev.crema.constraints.report;
