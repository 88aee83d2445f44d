package dev.longshore.service.session;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Takes leases for this process, waiting for other holders to let go, and passes on to the holders
 * here that somebody waits.
 */
public final class Leases implements SessionSignals, AutoCloseable {

  private final SessionStore store;
  private final LeaseOptions options;
  private final LeaseMeters meters;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("leases").factory());
  private final Map<String, Set<HeldLease>> held = new ConcurrentHashMap<>();
  private final Map<String, Set<Semaphore>> waiting = new ConcurrentHashMap<>();

  public Leases(SessionStore store, LeaseOptions options, MeterRegistry registry) {
    this.store = store;
    this.options = options;
    this.meters = new LeaseMeters(registry);
    Gauge.builder("longshore.leases.held", held, Map::size)
        .description("Uploads that this pod holds the lease of")
        .register(registry);
    store.listen(this);
  }

  /**
   * Takes the lease of an upload; asks a holder to let go and waits for it.
   *
   * @param beforeWaiting done once, if there is a holder; where it throws, nothing is waited for
   * @throws SessionStoreUnavailableException if the store can't be reached
   * @throws InterruptedException if interrupted while waiting
   */
  public LeaseResult take(String uploadId, Urgency urgency, Runnable beforeWaiting)
      throws InterruptedException {
    var holder = HolderName.random(options.pod());
    long deadline = System.nanoTime() + options.patience().toNanos();
    // Listens before it asks, else the release between the two would be missed.
    var released = new Semaphore(0);
    add(waiting, uploadId, released);
    long waitsSince = 0;
    try {
      while (true) {
        long asked = System.nanoTime();
        switch (store.acquire(uploadId, holder, options.duration(), urgency)) {
          case Acquisition.Acquired acquired -> {
            return ended(waitsSince, new LeaseResult.Taken(hold(acquired, asked)));
          }
          case Acquisition.NotFound() -> {
            return ended(waitsSince, new LeaseResult.NoSession());
          }
          case Acquisition.Busy(var remaining) -> {
            if (waitsSince == 0) {
              beforeWaiting.run();
              waitsSince = asked;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
              return ended(waitsSince, new LeaseResult.StillBusy());
            }
            released.tryAcquire(Math.min(left, nextTry(remaining).toNanos()), TimeUnit.NANOSECONDS);
          }
        }
      }
    } finally {
      remove(waiting, uploadId, released);
    }
  }

  /** Only those that had to wait say how long. */
  private LeaseResult ended(long waitsSince, LeaseResult result) {
    if (waitsSince != 0) {
      meters.waited(System.nanoTime() - waitsSince, result);
    }
    return result;
  }

  private HeldLease hold(Acquisition.Acquired acquired, long asked) {
    var uploadId = acquired.lease().uploadId();
    if (acquired.abandoned()) {
      meters.tookOver();
    }
    var self = new HeldLease[1];
    var lease =
        new HeldLease(
            store, acquired, asked, timer, () -> remove(held, uploadId, self[0]), meters::lost);
    self[0] = lease;
    add(held, uploadId, lease);
    return lease;
  }

  /** A signal may be lost, so waiters look again by themselves, not all at the same moment. */
  private static Duration nextTry(Duration remaining) {
    var pause = Duration.ofMillis(100 + ThreadLocalRandom.current().nextInt(100));
    var leaseEnd = remaining.plusMillis(1);
    return leaseEnd.compareTo(pause) < 0 ? leaseEnd : pause;
  }

  @Override
  public void wanted(String uploadId, Urgency urgency) {
    for (var lease : held.getOrDefault(uploadId, Set.of())) {
      // Signals come on the store's own thread, which holders must not keep.
      Thread.startVirtualThread(() -> lease.want(urgency));
    }
  }

  @Override
  public void released(String uploadId) {
    waiting.getOrDefault(uploadId, Set.of()).forEach(Semaphore::release);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static <T> void add(Map<String, Set<T>> map, String key, T value) {
    map.compute(
        key,
        (k, set) -> {
          var values = set == null ? ConcurrentHashMap.<T>newKeySet() : set;
          values.add(value);
          return values;
        });
  }

  private static <T> void remove(Map<String, Set<T>> map, String key, T value) {
    map.computeIfPresent(
        key,
        (k, set) -> {
          set.remove(value);
          return set.isEmpty() ? null : set;
        });
  }
}
