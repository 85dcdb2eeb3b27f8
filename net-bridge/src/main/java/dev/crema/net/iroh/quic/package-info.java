/**
 * How Kwik comes to use {@link dev.crema.net.iroh.tls}: engines behind the interfaces of its TLS library agent15, and what carries
 * keys and datagrams through its builders. Of agent15 itself three classes are replaced, which are in {@code tech.kwik.agent15.engine}.
 */
package dev.crema.net.iroh.quic;
