package dev.longshore.service.health;

import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SessionStoreUnavailableException;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Whether the session store answers. Not part of readiness: a pod without Redis still tells its
 * clients to come back, which no pod at all would not.
 */
@Singleton
final class SessionStoreHealth extends AbstractHealthIndicator<Map<String, Object>> {

  private final SessionStore store;

  SessionStoreHealth(SessionStore store) {
    this.store = store;
  }

  @Override
  protected Map<String, Object> getHealthInformation() {
    try {
      store.ping();
      healthStatus = HealthStatus.UP;
      return Map.of("store", store.name());
    } catch (SessionStoreUnavailableException e) {
      healthStatus = HealthStatus.DOWN;
      return Map.of("store", store.name(), "error", e.getMessage());
    }
  }

  @Override
  protected String getName() {
    return store.name().startsWith("Redis") ? "redis-session-store" : "memory-session-store";
  }
}
