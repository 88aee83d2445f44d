package dev.longshore.service.events;

import dev.longshore.service.session.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The time during which this pod delivers to an endpoint. Each upload has a lane, in which one
 * event waits for the one before it; lanes do not wait for each other.
 */
final class Shift {

  private static final Logger LOG = LoggerFactory.getLogger(Shift.class);

  /** Events that are read and not delivered yet. */
  private static final int MOST = 4096;

  /** How many of them are kept as a whole. */
  private static final int MOST_KEPT = 256;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Courier courier;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private volatile long until;
  private volatile boolean broken;
  private boolean stopping;

  private record Lane(Queue<Waiting> events, Thread thread) {}

  Shift(Courier courier, long until) {
    this.courier = courier;
    this.until = until;
  }

  /** It goes on until then, by {@link System#nanoTime()}. */
  void extend(long nanoTime) {
    until = nanoTime;
  }

  /** Waits while another pod might have taken over, which is known soon. */
  void requireTime() throws InterruptedException {
    while (System.nanoTime() - until >= 0) {
      Thread.sleep(LOOK_AGAIN);
    }
  }

  long until() {
    return until;
  }

  /** How many events more it can take. */
  int room() {
    return Math.max(0, MOST - waiting.size());
  }

  int pending() {
    return waiting.size();
  }

  /** When the oldest of what waits was written. */
  Instant oldest() {
    return waiting.stream().map(Waiting::since).min(Instant::compareTo).orElse(null);
  }

  /** Whether a lane ended that should not have. */
  boolean isBroken() {
    return broken;
  }

  /** Delivers an event, after all of its upload that were taken before. */
  synchronized void take(EventLog.Entry entry) {
    // What was dropped has no upload any more, and nothing to wait for.
    var upload = entry.event() == null ? entry.position() : entry.event().subject();
    var event = new Waiting(entry, waiting.size() < MOST_KEPT);
    waiting.add(event);
    var lane = lanes.get(upload);
    if (lane == null) {
      var thread = Thread.ofVirtual().name("events-lane").unstarted(() -> run(upload));
      lane = new Lane(new ArrayDeque<>(), thread);
      lanes.put(upload, lane);
      thread.start();
    }
    lane.events.add(event);
  }

  private void run(String upload) {
    MDC.put("uploadId", upload);
    try {
      for (var event = first(upload); event != null; event = first(upload)) {
        courier.deliver(event, this);
        done(upload, event);
      }
    } catch (InterruptedException e) {
      LOG.trace("whoever has the next shift delivers it", e);
    } catch (RuntimeException | Error e) {
      LOG.error("an event can't be delivered at the moment", e);
      broken = true;
    }
  }

  private synchronized Waiting first(String upload) {
    var event = stopping ? null : lanes.get(upload).events.peek();
    if (event == null) {
      lanes.remove(upload);
    }
    return event;
  }

  private synchronized void done(String upload, Waiting event) {
    lanes.get(upload).events.remove();
    waiting.remove(event);
  }

  /**
   * Ends it: nothing is sent any more once this returns.
   *
   * @param patience how long what is on its way may take
   */
  void end(Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    for (var thread : stop()) {
      long left = deadline - System.nanoTime();
      while (thread.isAlive()) {
        try {
          if (left <= 0 || !thread.join(Duration.ofNanos(left))) {
            thread.interrupt();
            thread.join();
          }
        } catch (InterruptedException e) {
          interrupted = true;
          left = 0;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Collection<Thread> stop() {
    stopping = true;
    return lanes.values().stream().map(Lane::thread).toList();
  }
}
