/** Panics of firmware as findings: what went wrong, where everything stood, and a core dump for GDB. */
package dev.crema.constraints.panic;
