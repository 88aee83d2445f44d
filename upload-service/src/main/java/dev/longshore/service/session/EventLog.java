package dev.longshore.service.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What happened to uploads, in the order in which it did for each of them, and who was told. For
 * each endpoint one pod at a time reads on, for a while; what it was given stays pending until it
 * is settled. Every call may throw {@link SessionStoreUnavailableException}.
 */
public interface EventLog {

  /** Where an endpoint reads on after everything that it was ever given. */
  String NEW = ">";

  /** Before the first of what is pending. */
  String PENDING = "0";

  /**
   * A place in the log.
   *
   * @param position tells it from others: milliseconds since 1970, a dash and a number
   * @param event what happened; null if it was dropped since, as too much was kept
   */
  record Entry(String position, UploadEvent event) {

    /** When it was written. */
    public Instant at() {
      return Instant.ofEpochMilli(Long.parseLong(position.substring(0, position.indexOf('-'))));
    }
  }

  /** What came of asking for more. */
  sealed interface Turn {

    /**
     * It is the asker's turn, for a while from now on.
     *
     * @param taken whether it was not before: then these are the first of what is pending, whatever
     *     was asked for
     * @param entries in their order; none if there are no more
     * @param missed events that were dropped since the last time before this endpoint had them
     */
    record Ours(boolean taken, List<Entry> entries, long missed) implements Turn {}

    /**
     * Another pod's.
     *
     * @param remaining time until that ends if it is not renewed
     */
    record Others(Duration remaining) implements Turn {}
  }

  /**
   * Makes an endpoint known, which from now on is to get what happens. One that is known already
   * goes on where it was.
   */
  void open(String endpoint);

  /**
   * Takes or renews the turn of an endpoint and reads, in one step.
   *
   * @param holder random name of the asker
   * @param time how long the turn lasts without another call
   * @param after {@link #NEW}, {@link #PENDING}, or the position behind which pending ones are
   *     wanted
   * @param most entries that are wanted; 0 to take the turn only
   */
  Turn next(String endpoint, String holder, Duration time, String after, int most);

  /** Gives the turn back, if it is the holder's. */
  void release(String endpoint, String holder);

  /** The event at a position, unless it was dropped since. */
  Optional<UploadEvent> find(String position);

  /** The endpoint has it, or does not want it. */
  void settle(String endpoint, String position);

  /** The endpoint will not get it: it is put aside, for people to look at. */
  void bury(String endpoint, String position, String why);

  /**
   * Looks once through all uploads that are under way: tells of those that expired, and does what
   * dead pods left undone. Whoever does it at the same time, each is told once.
   *
   * @return how many had expired
   */
  int look(BooleanSupplier stopped);
}
