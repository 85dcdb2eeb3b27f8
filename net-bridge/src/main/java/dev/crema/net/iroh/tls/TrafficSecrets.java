package dev.crema.net.iroh.tls;

/**
 * The two secrets from which the packets of one encryption level get their keys (RFC 8446, section 7.1).
 *
 * @param client for what the client sends, 32 bytes
 * @param server for what the server sends, 32 bytes
 */
public record TrafficSecrets(byte[] client, byte[] server) {
}
