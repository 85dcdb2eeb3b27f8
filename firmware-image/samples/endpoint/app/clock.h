/* Time. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/** Microseconds since some start; never goes back. */
uint64_t clock_us(void);
/** Seconds since 1970, or 0 if nobody has told the time yet. */
uint32_t clock_unix(void);

#endif
