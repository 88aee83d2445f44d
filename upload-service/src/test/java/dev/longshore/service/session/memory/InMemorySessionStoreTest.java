package dev.longshore.service.session.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.session.SessionPeek;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SessionStoreContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

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

  @Test
  void aLookDoesNotExtendASessionsLife() {
    store.create(session(id));
    clock.advance(SLIDING.minusMillis(1));
    assertThat(store.peek(List.of(id)).get(id)).isInstanceOf(SessionPeek.Found.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(store.read(id)).isEmpty();
  }

  @Test
  void aClaimEnds() {
    assertThat(store.claim("work", Duration.ofSeconds(5))).isTrue();
    clock.advance(Duration.ofSeconds(5));
    assertThat(store.claim("work", Duration.ofSeconds(5))).isTrue();
  }
}
