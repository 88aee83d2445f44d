package dev.longshore.service.health;

import dev.longshore.service.upload.SweepReport;
import dev.longshore.service.upload.Sweeper;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When this pod last freed what uploads left, and what came of it. One that failed is no reason to
 * call the service down: uploads go on, and another sweep follows.
 */
@Singleton
final class SweeperHealth extends SharedPartHealth {

  private final Sweeper sweeper;

  SweeperHealth(Sweeper sweeper) {
    this.sweeper = sweeper;
  }

  @Override
  void check() {}

  @Override
  Map<String, Object> details() {
    return sweeper.last().map(SweeperHealth::describe).orElse(Map.of("lastSweep", "none yet"));
  }

  private static Map<String, Object> describe(SweepReport last) {
    var details = new LinkedHashMap<String, Object>();
    details.put("lastSweep", last.ended().toString());
    details.put("took", last.took().toString());
    details.put("freed", last.freed());
    details.put("settled", last.settled());
    if (last.failure() != null) {
      details.put("failure", last.failure());
    }
    return details;
  }

  @Override
  protected String getName() {
    return "sweeper";
  }
}
