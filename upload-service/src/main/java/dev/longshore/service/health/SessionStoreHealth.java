package dev.longshore.service.health;

import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.memory.InMemorySessionStore;
import jakarta.inject.Singleton;
import java.util.Map;

/** Whether the session store answers. */
@Singleton
final class SessionStoreHealth extends SharedPartHealth {

  private final SessionStore store;

  SessionStoreHealth(SessionStore store) {
    this.store = store;
  }

  @Override
  void check() {
    store.ping();
  }

  @Override
  Map<String, Object> details() {
    return Map.of("store", store.name());
  }

  /** The seed's name for Redis; memory must not pass for it. */
  @Override
  protected String getName() {
    return store instanceof InMemorySessionStore ? "memory-session-store" : "redis-session-store";
  }
}
