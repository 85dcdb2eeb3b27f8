/** WPA2-PSK: keys, the handshakes that agree on them, and CCMP (IEEE 802.11-2016, chapter 12). */
package dev.crema.net.air.security;
