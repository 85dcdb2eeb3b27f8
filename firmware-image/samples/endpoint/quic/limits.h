/* What a connection may take. One with a stream needs about 11 KiB of the heap. */
#ifndef LIMITS_H
#define LIMITS_H

/** Bytes a peer may send on a stream before the application takes some. */
#define STREAM_WINDOW 4096u
/** Bytes of a stream that may wait to be acknowledged. */
#define STREAM_BACKLOG 2048u
#define CONNECTION_WINDOW 8192u
#define STREAMS_BIDI 4u
#define STREAMS_UNI 1u
/** A ClientHello with a post-quantum key share fits. */
#define CRYPTO_WINDOW_INITIAL 2048u
#define CRYPTO_WINDOW_HANDSHAKE 1024u
#define IDLE_TIMEOUT_MS 30000u
#define HANDSHAKE_TIMEOUT_MS 30000u
/** Of an acknowledgement that is not urgent: the default of max_ack_delay. */
#define ACK_DELAY_US 25000u

/** Packets that are sent in one key phase. */
#ifndef KEY_UPDATE_AFTER
#define KEY_UPDATE_AFTER (1u << 20)
#endif

#endif
