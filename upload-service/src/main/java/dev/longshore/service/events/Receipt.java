package dev.longshore.service.events;

import java.time.Duration;

/** What an endpoint had to say to an event. */
sealed interface Receipt {

  /** It has it. */
  record Accepted() implements Receipt {}

  /** It does not want it, and will not later. */
  record Refused(String why) implements Receipt {}

  /**
   * It does not have it, as far as is known.
   *
   * @param why for people
   * @param retryAfter pause that it asked for; zero if none
   */
  record Failed(String why, Duration retryAfter) implements Receipt {}
}
