package dev.longshore.service.events;

import dev.longshore.service.session.EventLog;
import dev.longshore.service.session.SessionStoreUnavailableException;
import dev.longshore.service.session.UploadEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one event after the other to an endpoint, each until it is settled. */
final class Courier {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /** Events that are on their way to one endpoint at once. */
  private static final int AT_ONCE = 32;

  private static final Duration STORE_PAUSE = Duration.ofMillis(200);
  private static final long QUIET = Duration.ofMinutes(1).toNanos();

  private final Endpoint endpoint;
  private final EventLog log;
  private final EndpointClient client;
  private final RetryRules rules;
  private final EndpointMeters meters;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final AtomicLong warned = new AtomicLong(System.nanoTime() - QUIET);

  Courier(
      Endpoint endpoint,
      EventLog log,
      EndpointClient client,
      RetryRules rules,
      EndpointMeters meters,
      InstantSource clock) {
    this.endpoint = endpoint;
    this.log = log;
    this.client = client;
    this.rules = rules;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Delivers an event, however often it takes. Settles it only afterwards, so that it is delivered
   * again should this pod die in between.
   *
   * @throws InterruptedException if it is no longer this pod's to deliver
   */
  void deliver(Waiting waiting, Shift shift) throws InterruptedException {
    for (int failures = 0; ; ) {
      var event = waiting.event() == null ? find(waiting.position()) : waiting.event();
      if (event == null) {
        missed(1);
      }
      if (event == null || !endpoint.wants(event)) {
        settle(waiting);
        return;
      }
      switch (attempt(event, shift)) {
        case Receipt.Accepted() -> {
          settle(waiting);
          return;
        }
        case Receipt.Refused(var why) -> {
          bury(waiting, event, why);
          return;
        }
        case Receipt.Failed(var why, var retryAfter) -> {
          if (isTooOld(waiting.since())) {
            bury(waiting, event, why);
            return;
          }
          failures++;
          waiting.drop();
          var pause = rules.pause(failures, retryAfter);
          failed(event, why, pause);
          Thread.sleep(pause);
        }
      }
    }
  }

  private void settle(Waiting waiting) throws InterruptedException {
    surely(() -> log.settle(endpoint.name(), waiting.position()));
  }

  private Receipt attempt(UploadEvent event, Shift shift) throws InterruptedException {
    places.acquire();
    try {
      shift.requireTime();
      long began = System.nanoTime();
      var receipt = client.send(event, shift::until);
      meters.attempted(receipt, System.nanoTime() - began);
      return receipt;
    } finally {
      places.release();
    }
  }

  private UploadEvent find(String position) throws InterruptedException {
    var found = new UploadEvent[1];
    surely(() -> found[0] = log.find(position).orElse(null));
    return found[0];
  }

  private boolean isTooOld(Instant written) {
    return written.plus(rules.maxAge()).isBefore(clock.instant());
  }

  private void bury(Waiting waiting, UploadEvent event, String why) throws InterruptedException {
    surely(() -> log.bury(endpoint.name(), waiting.position(), why));
    meters.buried();
    LOG.error(
        "event {} ({}) is put aside and not sent to endpoint {} any more: {}",
        event.id(),
        event.type(),
        endpoint.name(),
        why);
  }

  /** Events of this endpoint are gone for good. */
  void missed(long count) {
    if (count > 0) {
      meters.missed(count);
      LOG.error(
          "endpoint {} never gets {} events: they were dropped, as the stream was full. Raise"
              + " longshore.events.max-length (LONGSHORE_EVENTS_MAX_LENGTH)",
          endpoint.name(),
          count);
    }
  }

  private void failed(UploadEvent event, String why, Duration pause) {
    long now = System.nanoTime();
    long last = warned.get();
    if (now - last >= QUIET && warned.compareAndSet(last, now)) {
      LOG.warn(
          "event {} was not delivered to endpoint {}: {}. Tried again in {} ms; further failures"
              + " of this endpoint are not logged for a minute",
          event.id(),
          endpoint.name(),
          why,
          pause.toMillis());
    } else {
      LOG.debug("event {} was not delivered to endpoint {}: {}", event.id(), endpoint.name(), why);
    }
  }

  /** Until the store is there again, or it is somebody else's matter. */
  private static void surely(Runnable call) throws InterruptedException {
    while (true) {
      try {
        call.run();
        return;
      } catch (SessionStoreUnavailableException e) {
        LOG.debug("tried again", e);
        Thread.sleep(STORE_PAUSE);
      }
    }
  }
}
