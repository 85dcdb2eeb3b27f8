/** The frames of IEEE 802.11: reading, building, and what they are called. */
package dev.crema.net.air.frame;
