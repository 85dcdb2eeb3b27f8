/* WPA2-PSK on the station's side: IEEE 802.11-2020, section 12.7. */
#ifndef SUPPLICANT_H
#define SUPPLICANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The RSN element of an association request: CCMP for both keys, PSK. */
#define RSN_ELEMENT_SIZE 22
extern const uint8_t supplicant_rsn_element[RSN_ELEMENT_SIZE];

typedef enum {
    SUPPLICANT_CONTINUES,
    /** All keys are there. */
    SUPPLICANT_DONE,
} supplicant_result_t;

/** Makes the pairwise master key, which takes a while. */
void supplicant_set_password(const char *ssid, const char *password);
/** Begins anew with an access point. */
void supplicant_start(const uint8_t station[6], const uint8_t bssid[6]);
/** Takes an EAPOL frame and answers it with station_send. */
supplicant_result_t supplicant_receive(const uint8_t *frame, size_t length);

#endif
