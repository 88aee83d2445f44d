package dev.longshore.service.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How this pod fares with one endpoint, in numbers. */
final class EndpointMeters {

  private final Timer accepted;
  private final Timer failed;
  private final Timer refused;
  private final Counter buried;
  private final Counter missed;

  /**
   * @param pending how many wait at this pod
   * @param oldest for how long the oldest of those has
   */
  EndpointMeters(
      MeterRegistry registry,
      String endpoint,
      Supplier<Number> pending,
      Supplier<Duration> oldest) {
    accepted = attempts(registry, endpoint, "accepted");
    failed = attempts(registry, endpoint, "failed");
    refused = attempts(registry, endpoint, "refused");
    buried =
        Counter.builder("longshore.events.buried")
            .description("Events that were put aside: an endpoint refused or never took them")
            .tag("endpoint", endpoint)
            .register(registry);
    missed =
        Counter.builder("longshore.events.missed")
            .description("Events that were dropped from a full stream before an endpoint had them")
            .tag("endpoint", endpoint)
            .register(registry);
    Gauge.builder("longshore.events.pending", pending)
        .description("Events that this pod has read for an endpoint and not delivered yet")
        .tag("endpoint", endpoint)
        .register(registry);
    TimeGauge.builder(
            "longshore.events.oldest.pending.age",
            () -> oldest.get().toMillis(),
            TimeUnit.MILLISECONDS)
        .description("Age of the oldest of those; 0 if there are none, or another pod delivers")
        .tag("endpoint", endpoint)
        .register(registry);
  }

  private static Timer attempts(MeterRegistry registry, String endpoint, String outcome) {
    return Timer.builder("longshore.events.attempts")
        .description("Events posted to an endpoint")
        .tag("endpoint", endpoint)
        .tag("outcome", outcome)
        .register(registry);
  }

  void attempted(Receipt receipt, long nanos) {
    var timer =
        switch (receipt) {
          case Receipt.Accepted() -> accepted;
          case Receipt.Refused _ -> refused;
          case Receipt.Failed _ -> failed;
        };
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  void buried() {
    buried.increment();
  }

  void missed(long count) {
    missed.increment(count);
  }
}
