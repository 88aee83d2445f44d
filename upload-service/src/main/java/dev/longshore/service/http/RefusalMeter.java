package dev.longshore.service.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts problems that are answered, by their type. */
@ServerFilter("/uploads/**")
final class RefusalMeter implements Ordered {

  private final MeterRegistry registry;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  RefusalMeter(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Before anybody is refused. */
  @Override
  public int getOrder() {
    return ServerFilterPhase.METRICS.order();
  }

  @ResponseFilter
  void count(MutableHttpResponse<?> response) {
    if (response.code() >= 400) {
      Problems.name(response)
          .ifPresent(problem -> counters.computeIfAbsent(problem, this::counter).increment());
    }
  }

  private Counter counter(String problem) {
    return Counter.builder("longshore.refusals")
        .description("Requests that were answered with a problem, by its type")
        .tag("problem", problem)
        .register(registry);
  }
}
