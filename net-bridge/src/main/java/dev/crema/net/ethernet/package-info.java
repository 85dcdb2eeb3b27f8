/** Ethernet behind an access point: cables, switches, captures. */
package dev.crema.net.ethernet;
