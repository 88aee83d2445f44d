package dev.longshore.service.events;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When what was not delivered is tried again, and for how long.
 *
 * @param first pause after the first failure; each one doubles it
 * @param longest pause, save where an endpoint asks for a longer one
 * @param maxAge of an event; an older one is put aside once it failed
 */
public record RetryRules(Duration first, Duration longest, Duration maxAge) {

  private static final Duration MOST_ASKED = Duration.ofHours(1);

  /**
   * Half of it is random, so that not all come back at once.
   *
   * @param failures in a row, from 1 on
   * @param asked pause that the endpoint asked for; kept up to an hour
   */
  Duration pause(int failures, Duration asked) {
    long doubled = first.toMillis() << Math.min(failures - 1, 20);
    long most = Math.max(1, Math.min(doubled, longest.toMillis()));
    var own = Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    var heeded = asked.compareTo(MOST_ASKED) > 0 ? MOST_ASKED : asked;
    return own.compareTo(heeded) > 0 ? own : heeded;
  }
}
