/* Published test vectors of the cryptography, run on the chip that is to use it. */
#ifndef SELFTEST_H
#define SELFTEST_H

#include <stdbool.h>

/** Prints a line for each; returns whether all passed. */
bool selftest(void);

#endif
