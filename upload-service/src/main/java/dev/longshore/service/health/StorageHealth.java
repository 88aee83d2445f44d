package dev.longshore.service.health;

import dev.longshore.service.storage.ObjectStorage;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;

/** Whether the storage can be written to. */
@Singleton
final class StorageHealth extends AbstractHealthIndicator<Map<String, Object>> {

  private final ObjectStorage storage;

  StorageHealth(ObjectStorage storage) {
    this.storage = storage;
  }

  @Override
  protected Map<String, Object> getHealthInformation() {
    try {
      storage.check();
      healthStatus = HealthStatus.UP;
      return Map.of("storage", storage.name());
    } catch (IOException e) {
      healthStatus = HealthStatus.DOWN;
      return Map.of("storage", storage.name(), "error", e.toString());
    }
  }

  @Override
  protected String getName() {
    return "storage";
  }
}
