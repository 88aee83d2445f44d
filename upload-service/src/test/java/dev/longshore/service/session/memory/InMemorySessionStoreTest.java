package dev.longshore.service.session.memory;

import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SessionStoreContract;
import java.time.Duration;

class InMemorySessionStoreTest extends SessionStoreContract {

  private static final Duration SLIDING = Duration.ofHours(24);

  private final VirtualClock clock = new VirtualClock();
  private final InMemorySessionStore store = new InMemorySessionStore(SLIDING, clock);

  @Override
  protected SessionStore here() {
    return store;
  }

  /** One process is all that can see it. */
  @Override
  protected SessionStore there() {
    return store;
  }

  @Override
  protected void expireLease(String uploadId) {
    clock.advance(LEASE.plusMillis(1));
  }

  @Override
  protected void expireSession(String uploadId) {
    clock.advance(SLIDING);
  }
}
