package dev.longshore.service.events;

import dev.longshore.service.session.EventLog;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SharedRounds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices uploads that expired, which no store says by itself. Every pod looks; mostly one does, as
 * with sweeps.
 */
final class Expiries implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Expiries.class);
  private static final String WORK = "expiries";

  private final EventLog log;
  private final Duration interval;
  private final SharedRounds rounds;
  private final Counter expired;

  /**
   * @param interval after this time at the latest some pod looks again
   */
  Expiries(SessionStore store, EventLog log, Duration interval, MeterRegistry registry) {
    this.log = log;
    this.interval = interval;
    this.rounds = new SharedRounds(store, WORK, interval);
    this.expired =
        Counter.builder("longshore.uploads.expired")
            .description("Uploads that were found to have expired, where events are on")
            .register(registry);
  }

  void start() {
    rounds.start(() -> expired.increment(log.look(rounds::isClosed)), this::report);
  }

  private void report(Throwable failure) {
    if (!rounds.isClosed()) {
      LOG.warn(
          "uploads that expired can't be told of: {}. Tried again within {}",
          failure.getMessage(),
          interval);
    }
  }

  @Override
  public void close() {
    rounds.close(Duration.ZERO);
  }
}
