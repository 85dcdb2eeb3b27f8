/** The limits of the chip, and what firmware does when it meets them. */
package dev.crema.constraints;
