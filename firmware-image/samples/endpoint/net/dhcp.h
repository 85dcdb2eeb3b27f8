/* A DHCP client: RFC 2131. */
#ifndef DHCP_H
#define DHCP_H

#include <stdint.h>

void dhcp_start(const uint8_t mac[6]);
void dhcp_link_up(uint64_t now);
void dhcp_drive(uint64_t now);
uint64_t dhcp_deadline(void);

#endif
