/** Dialing iroh endpoints over QUIC, and being dialed: over the host's sockets or any other network that carries datagrams. */
package dev.crema.net.iroh;
