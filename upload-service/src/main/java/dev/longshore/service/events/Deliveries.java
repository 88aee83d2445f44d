package dev.longshore.service.events;

import dev.longshore.service.session.SessionStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;

/** Delivers what a store tells of to endpoints, beside what other pods deliver. */
public final class Deliveries implements AutoCloseable {

  private final List<Delivery> deliveries;
  private final Expiries expiries;

  /**
   * Makes the endpoints known, if the store can be reached, so that they miss nothing from here on.
   *
   * @param store tells of changes
   * @param turn how long a pod delivers without a sign of life before another one does
   * @param lookInterval after this time at the latest uploads that expired are noticed
   */
  public Deliveries(
      SessionStore store,
      List<Endpoint> endpoints,
      RetryRules rules,
      Duration turn,
      Duration lookInterval,
      InstantSource clock,
      MeterRegistry registry) {
    var log = store.events().orElseThrow();
    deliveries =
        endpoints.stream()
            .map(endpoint -> new Delivery(endpoint, log, rules, turn, clock, registry))
            .toList();
    expiries = new Expiries(store, log, lookInterval, registry);
    deliveries.forEach(Delivery::open);
  }

  /** Delivers from now on, until this is closed. */
  public void start() {
    deliveries.forEach(Delivery::start);
    expiries.start();
  }

  @Override
  public void close() {
    expiries.close();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      deliveries.forEach(delivery -> threads.submit(delivery::close));
    }
  }
}
