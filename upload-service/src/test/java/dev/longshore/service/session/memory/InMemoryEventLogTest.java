package dev.longshore.service.session.memory;

import dev.longshore.service.session.EventLogContract;
import dev.longshore.service.session.SessionStore;
import java.time.Duration;

class InMemoryEventLogTest extends EventLogContract {

  private static final Duration SLIDING = Duration.ofHours(24);

  private final VirtualClock clock = new VirtualClock();
  private final SessionStore store = new InMemorySessionStore(SLIDING, clock, RULES);

  @Override
  protected SessionStore here() {
    return store;
  }

  @Override
  protected SessionStore there() {
    return store;
  }

  @Override
  protected void expireSession(String uploadId) {
    clock.advance(SLIDING);
  }
}
