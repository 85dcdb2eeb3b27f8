/** Sweeps: every allocation between two marks fails once, each in a fork of the machine, and what becomes of it. */
package dev.crema.constraints.oom;
