package dev.longshore.service.session;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again: every pod is ready for it, and mostly one does it. A pod that
 * dies takes its claim along for two fifths of the interval at most, and the others look again
 * within half of it: together less than the interval.
 */
public final class SharedRounds {

  private static final Logger LOG = LoggerFactory.getLogger(SharedRounds.class);

  private final SessionStore store;
  private final String work;
  private final Duration interval;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Thread thread;

  /** One round. */
  public interface Round {
    void run() throws Exception;
  }

  /** Hears that a round, or claiming it, failed; the next one is tried all the same. */
  public interface Failures {
    void report(Throwable failure);
  }

  /**
   * @param work name of the work, of lower-case letters
   * @param interval after this time at the latest some pod begins a round again
   */
  public SharedRounds(SessionStore store, String work, Duration interval) {
    this.store = store;
    this.work = work;
    this.interval = interval;
  }

  /** From now on, until this is closed. */
  public void start(Round round, Failures failures) {
    thread = Thread.ofVirtual().name(work).start(() -> run(round, failures));
  }

  private void run(Round round, Failures failures) {
    try {
      // Pods that never live for long do their part, too.
      var pause = random(0, 0.5);
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        runUnlessClaimed(round, failures);
        pause = random(0.4, 0.5);
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted in {}: the next round does it again", work, e);
    }
  }

  private void runUnlessClaimed(Round round, Failures failures) throws InterruptedException {
    try {
      if (store.claim(work, interval.multipliedBy(2).dividedBy(5))) {
        round.run();
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | Error e) {
      failures.report(e);
    }
  }

  private Duration random(double least, double most) {
    double part = ThreadLocalRandom.current().nextDouble(least, most);
    return Duration.ofMillis((long) (interval.toMillis() * part));
  }

  /** Whether a round that is under way is to end soon. */
  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  /**
   * Begins no round any more.
   *
   * @param patience how long to wait for one that is under way
   */
  public void close(Duration patience) {
    closed.countDown();
    if (thread != null) {
      try {
        thread.join(patience);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
