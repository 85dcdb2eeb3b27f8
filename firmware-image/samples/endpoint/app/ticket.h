/* Names of an endpoint: tickets in the format of iroh-tickets 1.x. */
#ifndef TICKET_H
#define TICKET_H

#include <stdint.h>

#define TICKET_ROOM 96

/** The long ticket with one IPv4 address (in host order) and port; with address 0 the short one, without any. */
void ticket_write(char ticket[TICKET_ROOM], const uint8_t id[32], uint32_t address, uint16_t port);

/** An id or a secret in hexadecimal digits; 65 characters with the end. */
void hex_write(char *text, const uint8_t *bytes, uint32_t length);

#endif
