#include "configuration.h"

#include <stdio.h>
#include <string.h>

#include "nvs.h"

#ifndef ENDPOINT_SSID
#define ENDPOINT_SSID "crema"
#endif
#ifndef ENDPOINT_PASSWORD
#define ENDPOINT_PASSWORD "ristretto"
#endif
#ifndef ENDPOINT_PORT
#define ENDPOINT_PORT 11204
#endif
#ifndef ENDPOINT_EXTERNAL_HEAP
#define ENDPOINT_EXTERNAL_HEAP false
#endif

configuration_t configuration = {
    .ssid = ENDPOINT_SSID,
    .password = ENDPOINT_PASSWORD,
    /* Known to everybody: who wants an endpoint of his own puts a secret into NVS. */
    .secret = "the endpoint sample of Crema 001",
    .port = ENDPOINT_PORT,
    .external_heap = ENDPOINT_EXTERNAL_HEAP,
};

/** 64 hexadecimal digits in lower case. */
static bool parse_secret(const char *digits, uint8_t secret[32]) {
    uint8_t parsed[32];
    for (int i = 0; i < 64; i++) {
        char digit = digits[i];
        bool decimal = digit >= '0' && digit <= '9';
        if (!decimal && (digit < 'a' || digit > 'f')) {
            return false;
        }
        uint8_t value = (uint8_t) (decimal ? digit - '0' : digit - 'a' + 10);
        parsed[i / 2] = (uint8_t) (parsed[i / 2] << 4 | value);
    }
    memcpy(secret, parsed, sizeof parsed);
    return digits[64] == '\0';
}

void configuration_load(void) {
    char text[65];
    if (!nvs_open("endpoint")) {
        return;
    }
    if (nvs_string("ssid", configuration.ssid, sizeof configuration.ssid)) {
        /* Another network has another password, or none. */
        configuration.password[0] = '\0';
    }
    nvs_string("password", configuration.password, sizeof configuration.password);
    nvs_u16("port", &configuration.port);
    if (nvs_string("heap", text, sizeof text)) {
        configuration.external_heap = strcmp(text, "external") == 0;
    }
    if (nvs_string("secret", text, sizeof text) && !parse_secret(text, configuration.secret)) {
        printf("endpoint: the secret in NVS is not 64 hexadecimal digits in lower case; the one of the build stays\n");
    }
}
