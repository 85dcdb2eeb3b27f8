/** The truth about a guest's heap: who has which memory, what is free, and why an allocation failed. */
package dev.crema.constraints.heap;
