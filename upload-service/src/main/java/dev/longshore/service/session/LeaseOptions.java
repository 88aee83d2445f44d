package dev.longshore.service.session;

import java.time.Duration;

/**
 * How this process takes leases.
 *
 * @param duration how long a lease lasts without renewal; after a pod died, its uploads go on
 *     elsewhere after at most this time
 * @param patience how long a newcomer waits for the holder to let go before it is told to try again
 * @param pod name of this pod for people that look at who holds a lease, or null
 */
public record LeaseOptions(Duration duration, Duration patience, String pod) {

  public LeaseOptions {
    if (duration.compareTo(Duration.ofMillis(300)) < 0) {
      throw new IllegalArgumentException("lease duration must be at least 300 ms: " + duration);
    }
  }
}
