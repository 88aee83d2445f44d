package dev.longshore.service.health;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.AbstractHealthIndicator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Health of something that all pods share. It shows in {@code /health} and never decides whether a
 * pod is ready: were it down, no pod would be left to tell clients to come back.
 */
abstract class SharedPartHealth extends AbstractHealthIndicator<Map<String, Object>> {

  /** Throws if the part does not work now; the message is shown. */
  abstract void check() throws Exception;

  /** What to show of the part, working or not. */
  abstract Map<String, Object> details();

  @Override
  protected Map<String, Object> getHealthInformation() {
    var details = new LinkedHashMap<>(details());
    try {
      long asked = System.nanoTime();
      check();
      details.put("tookMillis", (System.nanoTime() - asked) / 1_000_000);
      healthStatus = HealthStatus.UP;
    } catch (Exception e) {
      healthStatus = HealthStatus.DOWN;
      details.put("error", e.getMessage() == null ? e.toString() : e.getMessage());
    }
    return details;
  }
}
