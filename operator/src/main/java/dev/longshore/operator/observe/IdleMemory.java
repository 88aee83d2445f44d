package dev.longshore.operator.observe;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Gives memory back when there is nothing to do. A burst leaves a heap that is some times as large
 * as what lives, and the collector shrinks it only when it works, which at rest it never does.
 */
public final class IdleMemory implements AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(5);

  private final DoubleSupplier work;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("idle-memory").factory());
  private double before = -1;
  private boolean clean;

  /**
   * Looks after this process.
   *
   * @param work a number that grows with all that is done
   */
  public IdleMemory(DoubleSupplier work) {
    this.work = work;
  }

  /** Starts to look. */
  public void start() {
    clock.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    var now = work.getAsDouble();
    var idle = now == before;
    before = now;
    if (!idle) {
      clean = false;
    } else if (!clean) {
      clean = true;
      System.gc();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
