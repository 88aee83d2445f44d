package dev.longshore.service.events;

import dev.longshore.service.session.EventLog;
import dev.longshore.service.session.SessionStoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers to one endpoint, whenever it is this pod's turn. The turn is renewed by reading on; a
 * pod that dies leaves it to another one, which first delivers all that was pending again.
 */
final class Delivery implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LOOK_FOR_TURN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int PAGE = 100;

  private final Endpoint endpoint;
  private final EventLog log;
  private final Duration turn;
  private final InstantSource clock;
  private final EndpointClient client;
  private final Courier courier;
  private final String holder = UUID.randomUUID().toString();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Shift shift;
  private String after = EventLog.PENDING;
  private boolean opened;
  private Thread thread;

  /**
   * @param turn how long this pod's turn lasts without renewal
   */
  Delivery(
      Endpoint endpoint,
      EventLog log,
      RetryRules rules,
      Duration turn,
      InstantSource clock,
      MeterRegistry registry) {
    this.endpoint = endpoint;
    this.log = log;
    this.turn = turn;
    this.clock = clock;
    var meters = new EndpointMeters(registry, endpoint.name(), this::pending, this::oldestAge);
    this.client = new EndpointClient(endpoint, clock);
    this.courier = new Courier(endpoint, log, client, rules, meters, clock);
  }

  private int pending() {
    var current = shift;
    return current == null ? 0 : current.pending();
  }

  private Duration oldestAge() {
    var current = shift;
    var oldest = current == null ? null : current.oldest();
    return oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
  }

  /** From now on the endpoint is to get what happens, as soon as somebody delivers. */
  void open() {
    try {
      log.open(endpoint.name());
      opened = true;
    } catch (SessionStoreUnavailableException e) {
      LOG.debug("endpoint {} is made known later", endpoint.name(), e);
    }
  }

  void start() {
    thread = Thread.ofVirtual().name("events-" + endpoint.name()).start(this::run);
  }

  private void run() {
    try {
      var pause = Duration.ZERO;
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = step();
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted while delivering: another pod goes on", e);
    } finally {
      leave();
    }
  }

  /** Reads on once; how long to wait before the next time. */
  private Duration step() {
    try {
      if (!opened) {
        log.open(endpoint.name());
        opened = true;
      }
      if (shift != null && shift.isBroken()) {
        endShift(Duration.ZERO);
        return LOOK_FOR_TURN;
      }
      long asked = System.nanoTime();
      int room = shift == null ? PAGE : Math.min(PAGE, shift.room());
      return switch (log.next(endpoint.name(), holder, turn, after, room)) {
        case EventLog.Turn.Others(var remaining) -> {
          endShift(Duration.ZERO);
          yield remaining.compareTo(LOOK_FOR_TURN) > 0 ? LOOK_FOR_TURN : remaining.plusMillis(5);
        }
        case EventLog.Turn.Ours ours -> goOn(ours, asked, room);
      };
    } catch (RuntimeException e) {
      // What it read may be lost on the way here, so that everything pending is read again.
      endShift(Duration.ZERO);
      if (e instanceof SessionStoreUnavailableException) {
        LOG.debug("nothing is delivered to endpoint {} at the moment", endpoint.name(), e);
      } else {
        LOG.error("nothing is delivered to endpoint {} at the moment", endpoint.name(), e);
      }
      return LOOK_FOR_TURN;
    }
  }

  private Duration goOn(EventLog.Turn.Ours ours, long asked, int room) {
    // A tenth shorter than the turn: whoever takes over must find that this pod has stopped.
    long until = asked + turn.toNanos() - turn.toNanos() / 10;
    if (ours.taken() || shift == null) {
      endShift(Duration.ZERO);
      shift = new Shift(courier, until);
      LOG.debug("delivering to endpoint {}", endpoint.name());
    }
    shift.extend(until);
    courier.missed(ours.missed());
    ours.entries().forEach(shift::take);
    if (!ours.entries().isEmpty()) {
      if (!after.equals(EventLog.NEW)) {
        after = ours.entries().getLast().position();
      }
      return Duration.ZERO;
    }
    if (room > 0 && !after.equals(EventLog.NEW)) {
      after = EventLog.NEW;
      return Duration.ZERO;
    }
    return POLL;
  }

  private void endShift(Duration patience) {
    if (shift != null) {
      shift.end(patience);
      shift = null;
    }
    after = EventLog.PENDING;
  }

  private void leave() {
    endShift(PATIENCE);
    try {
      log.release(endpoint.name(), holder);
    } catch (SessionStoreUnavailableException e) {
      LOG.debug("another pod delivers to {} once this one's turn ran out", endpoint.name(), e);
    }
  }

  /** Lets what is on its way arrive, and another pod go on at once. */
  @Override
  public void close() {
    closed.countDown();
    if (thread != null) {
      try {
        thread.join(PATIENCE.multipliedBy(3));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    client.close();
  }
}
