/*
 * A small driver of the WiFi MAC. It skips everything about the analog side: no calibration, no power control, no crystal
 * trimming.
 * So it is for the emulator only; on a chip nothing would be heard.
 */
#ifndef RADIO_H
#define RADIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RADIO_FRAME_MAX 1600

/** Switches the MAC on, with the station's address. */
void radio_start(const uint8_t mac[6]);
/** Tunes to a channel from 1 to 13. */
void radio_tune(uint32_t channel);
/** All networks are heard, or, with a BSSID, only this one. */
void radio_listen(const uint8_t bssid[6]);

/** Sends a frame, without its FCS, and again if nobody acknowledges it; false if that does not help. */
bool radio_send(const uint8_t *frame, size_t length, bool encrypted);

/** Copies the next received frame, without FCS; returns its length, 0 if there is none. */
size_t radio_receive(uint8_t frame[RADIO_FRAME_MAX]);

/** Puts a CCMP key into the table of the MAC: the pairwise one, or the group key with an id from 1 to 3. */
void radio_set_pairwise_key(const uint8_t bssid[6], const uint8_t key[16]);
void radio_set_group_key(const uint8_t bssid[6], const uint8_t key[16], uint32_t id);
void radio_clear_keys(void);

#endif
