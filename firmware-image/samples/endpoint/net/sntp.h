/* An SNTP client: RFC 4330. */
#ifndef SNTP_H
#define SNTP_H

#include <stdint.h>

void sntp_start(void);
void sntp_drive(uint64_t now);
uint64_t sntp_deadline(void);

#endif
