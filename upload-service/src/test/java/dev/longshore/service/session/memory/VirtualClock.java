package dev.longshore.service.session.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes when the test says so. */
public final class VirtualClock implements InstantSource {

  private Instant now = Instant.parse("2026-03-18T10:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Lets time pass. */
  public synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }
}
