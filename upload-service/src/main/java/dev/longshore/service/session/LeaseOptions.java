package dev.longshore.service.session;

import java.time.Duration;

/**
 * Times of leases.
 *
 * @param duration how long a lease lasts without renewal; after a pod died, its uploads go on
 *     elsewhere after at most this time
 * @param patience how long a newcomer waits for the holder to let go before it is told to try again
 */
public record LeaseOptions(Duration duration, Duration patience) {

  public LeaseOptions {
    if (duration.compareTo(Duration.ofMillis(300)) < 0) {
      throw new IllegalArgumentException("lease duration must be at least 300 ms: " + duration);
    }
  }
}
