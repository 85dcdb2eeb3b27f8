/**
 * TLS 1.3 (RFC 8446) as two iroh endpoints speak it inside QUIC: TLS_AES_128_GCM_SHA256, X25519 and Ed25519 raw public keys
 * (RFC 7250) on both sides, and nothing else. Messages go in and come out as bytes; who carries them is not known here.
 */
package dev.crema.net.iroh.tls;
