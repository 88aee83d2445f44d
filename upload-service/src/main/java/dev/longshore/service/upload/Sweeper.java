package dev.longshore.service.upload;

import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.SessionStoreUnavailableException;
import dev.longshore.service.session.SharedRounds;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.SweepLimits;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees what expired, ended and lost uploads left in the storage, and does the rest of what died in
 * the middle. Every pod has one. Whichever comes first claims the work for a while, so that mostly
 * one does it; nothing depends on that, since sweeping twice, or half, does no harm.
 */
public final class Sweeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final String WORK = "sweep";

  /** The clocks of the file server and of the pods may differ by that much. */
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SessionStore store;
  private final ObjectStorage storage;
  private final Uploads uploads;
  private final Duration interval;
  private final Duration ending;
  private final InstantSource clock;
  private final SweepMeters meters;
  private final SharedRounds rounds;
  private volatile SweepReport last;

  /**
   * @param uploads does the rest of what died
   * @param interval after this time at the latest a sweep begins, also if the pod that swept died
   * @param ending how long whoever ended an upload may take to free it, so that it is left to it
   */
  public Sweeper(
      SessionStore store,
      ObjectStorage storage,
      Uploads uploads,
      Duration interval,
      Duration ending,
      InstantSource clock,
      MeterRegistry registry) {
    this.store = store;
    this.storage = storage;
    this.uploads = uploads;
    this.interval = interval;
    this.ending = ending;
    this.clock = clock;
    this.meters = new SweepMeters(registry);
    this.rounds = new SharedRounds(store, WORK, interval);
  }

  /** Sweeps from now on, until this is closed. */
  public void start() {
    rounds.start(this::sweep, this::report);
  }

  private void report(Throwable failure) {
    if (isClosed()) {
      LOG.debug("sweeping ended with the pod", failure);
    } else if (failure instanceof SessionStoreUnavailableException) {
      LOG.warn(
          "freed nothing, as it can't be known what is needed: {}. Tried again within {}",
          failure.getMessage(),
          interval);
    } else {
      LOG.error(
          "sweeping {} failed: the pods must be able to list, read and delete in it. Tried again"
              + " within {}",
          storage.name(),
          interval,
          failure);
    }
  }

  /**
   * Sweeps once, whoever else may do it too.
   *
   * @throws SessionStoreUnavailableException if the store does not say what is needed; nothing more
   *     was freed then
   * @throws IOException if the storage can't be read
   */
  public void sweep() throws IOException, InterruptedException {
    uploads.tidyAdmissions(this::isClosed);
    var now = clock.instant();
    var expired = now.minus(store.slidingExpiration()).minus(CLOCKS);
    var sweep =
        new Sweep(
            store, storage, uploads, new SweepLimits(now.minus(ending), expired), this::isClosed);
    String failure = "it was interrupted";
    try {
      sweep.run();
      failure = null;
    } catch (IOException | RuntimeException | Error e) {
      failure = e.getMessage() == null ? e.toString() : e.getMessage();
      throw e;
    } finally {
      ended(sweep, now, failure);
    }
  }

  private void ended(Sweep sweep, Instant began, String failure) {
    if (!isClosed()) {
      var end = clock.instant();
      last =
          new SweepReport(
              end, Duration.between(began, end), sweep.freed(), sweep.settled(), failure);
      meters.ended(last);
    }
  }

  /** What the last sweep of this pod came to; empty before its first, which others may do. */
  public Optional<SweepReport> last() {
    return Optional.ofNullable(last);
  }

  private boolean isClosed() {
    return rounds.isClosed();
  }

  /** Waits a moment for a sweep that is under way; what it leaves is another one's. */
  @Override
  public void close() {
    rounds.close(PATIENCE);
  }
}
