package dev.longshore.service.events;

import dev.longshore.service.session.EventLog;
import dev.longshore.service.session.SessionStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices uploads that expired, which no store says by itself. Every pod looks; mostly one does, as
 * with sweeps.
 */
final class Expiries implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Expiries.class);
  private static final String WORK = "expiries";

  private final SessionStore store;
  private final EventLog log;
  private final Duration interval;
  private final Counter expired;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param interval after this time at the latest some pod looks again
   */
  Expiries(SessionStore store, EventLog log, Duration interval, MeterRegistry registry) {
    this.store = store;
    this.log = log;
    this.interval = interval;
    this.expired =
        Counter.builder("longshore.uploads.expired")
            .description("Uploads that were found to have expired, where events are on")
            .register(registry);
  }

  void start() {
    Thread.ofVirtual().name("expiries").start(this::run);
  }

  private void run() {
    try {
      var pause = random(0, 0.5);
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        lookUnlessClaimed();
        pause = random(0.4, 0.5);
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted while looking: the next one does it again", e);
    }
  }

  private void lookUnlessClaimed() {
    try {
      if (store.claim(WORK, interval.multipliedBy(2).dividedBy(5))) {
        expired.increment(log.look(() -> closed.getCount() == 0));
      }
    } catch (RuntimeException e) {
      if (closed.getCount() > 0) {
        LOG.warn(
            "uploads that expired can't be told of: {}. Tried again within {}",
            e.getMessage(),
            interval);
      }
    }
  }

  private Duration random(double least, double most) {
    double part = ThreadLocalRandom.current().nextDouble(least, most);
    return Duration.ofMillis((long) (interval.toMillis() * part));
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
