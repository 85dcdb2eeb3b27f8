/** Dialing endpoints that run in a machine of ours: on its own LAN, in step with its time, and what that costs the guest. */
package dev.crema.net.dial;
