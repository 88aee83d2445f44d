package dev.longshore.service.health;

import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.memory.InMemorySessionStore;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
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
    var details = new LinkedHashMap<String, Object>();
    details.put("store", store.name());
    details.put("slidingExpiration", store.slidingExpiration().toString());
    store.server().ifPresent(server -> details.put("server", server));
    return details;
  }

  /** The seed's name for Redis; memory must not pass for it. */
  @Override
  protected String getName() {
    return store instanceof InMemorySessionStore ? "memory-session-store" : "redis-session-store";
  }
}
