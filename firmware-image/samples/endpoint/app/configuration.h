/* What the endpoint is told: by the build, or by the NVS partition where that says something else. */
#ifndef CONFIGURATION_H
#define CONFIGURATION_H

#include <stdbool.h>
#include <stdint.h>

#define SSID_MAX 32
#define PASSWORD_MAX 63

typedef struct {
    char ssid[SSID_MAX + 1];
    char password[PASSWORD_MAX + 1];
    uint8_t secret[32];
    uint16_t port;
    bool external_heap;
} configuration_t;

extern configuration_t configuration;

void configuration_load(void);

#endif
