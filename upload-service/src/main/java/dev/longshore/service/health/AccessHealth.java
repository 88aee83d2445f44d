package dev.longshore.service.health;

import io.micronaut.context.annotation.Value;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import jakarta.inject.Singleton;
import java.util.Map;

/** Says who may upload: a service that anybody may upload to should be one on purpose. */
@Singleton
final class AccessHealth extends AbstractHealthIndicator<Map<String, Object>> {

  private final String mode;

  AccessHealth(@Value("${longshore.access.mode:none}") String mode) {
    this.mode = mode;
  }

  @Override
  protected Map<String, Object> getHealthInformation() {
    healthStatus = HealthStatus.UP;
    return Map.of("mode", mode);
  }

  @Override
  protected String getName() {
    return "access";
  }
}
