package dev.longshore.service.access;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How often each client may ask this pod: so many times a second, and so many at once after a
 * pause. By the generic cell rate algorithm (ITU-T I.371), which keeps one number of a client: when
 * its next request would be due, were they evenly spread. One that is due by now is like one that
 * never asked, and forgotten.
 */
public final class RequestRate {

  private static final int MANY = 10_000;

  private final long interval;
  private final long tolerance;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<String, Long> due = new ConcurrentHashMap<>();
  private final AtomicLong lookedAt = new AtomicLong();

  /**
   * @param perSecond requests, above 0
   * @param burst requests at once, from 1 on
   */
  public RequestRate(double perSecond, int burst, LongSupplier nanoTime) {
    this.interval = (long) (1e9 / perSecond);
    this.tolerance = interval * (burst - 1);
    this.nanoTime = nanoTime;
    lookedAt.set(nanoTime.getAsLong());
  }

  /** Takes a request into account; how long it has to wait instead, or zero if it need not. */
  public Duration take(String client) {
    long now = nanoTime.getAsLong();
    forget(now);
    var wait = new long[1];
    due.compute(
        client,
        (name, before) -> {
          long at = before == null || before - now < 0 ? now : before;
          wait[0] = at - now - tolerance;
          return wait[0] > 0 ? before : Long.valueOf(at + interval);
        });
    return wait[0] > 0 ? Duration.ofNanos(wait[0]) : Duration.ZERO;
  }

  /** As if a request that was taken into account had never come. */
  void giveBack(String client) {
    due.computeIfPresent(client, (name, at) -> at - interval);
  }

  /** How many clients are known of. */
  int clients() {
    return due.size();
  }

  /** Once a second at most, where there are many. */
  private void forget(long now) {
    long last = lookedAt.get();
    if (due.size() > MANY && now - last > 1_000_000_000L && lookedAt.compareAndSet(last, now)) {
      due.values().removeIf(at -> at - now < 0);
    }
  }
}
