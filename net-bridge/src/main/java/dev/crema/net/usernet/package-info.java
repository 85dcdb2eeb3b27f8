/**
 * A network in user mode: the guest finds a gateway, addresses, names, the time and the way out, and the host finds the way in,
 * without any right that a plain user does not have.
 *
 * <p>All protocols live on the machine's thread, in virtual time. Other threads only move bytes between the host's sockets and
 * that thread.
 */
package dev.crema.net.usernet;
