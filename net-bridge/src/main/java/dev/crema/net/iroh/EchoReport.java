package dev.crema.net.iroh;

import java.time.Duration;

/**
 * What an echo came to.
 *
 * @param bytes     how many were sent and came back
 * @param roundTrip from before the first byte was sent until the end of the stream came back, in time of the host
 */
public record EchoReport(long bytes, Duration roundTrip) {
}
