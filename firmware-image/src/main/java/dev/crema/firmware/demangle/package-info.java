/** Symbol names as people write them: Rust's two manglings, and that of C++. */
package dev.crema.firmware.demangle;
