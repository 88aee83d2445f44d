package dev.longshore.service.session;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps sessions, and hands out the lease that a writer needs. Calls block and are made from
 * virtual threads. Every call may throw {@link SessionStoreUnavailableException}.
 *
 * <p>Reading, creating, taking a lease, renewing it and committing each reset the session's time to
 * live to {@link #slidingExpiration()}; a session that is left alone for that long is gone.
 *
 * <p>A call that is sent twice, as a client library does after a reconnect, has the effect of one.
 */
public interface SessionStore extends AutoCloseable {

  /** Name of the store as people see it in logs and in {@code /health}. */
  String name();

  /** The server behind it, without secrets, for people; empty where there is none. */
  default Optional<String> server() {
    return Optional.empty();
  }

  /**
   * Tells this store from others whose sessions are not the same, as far as its settings do; the
   * same after a restart. Safe as a file name.
   */
  String scope();

  /** How long a session lives after its last use. */
  Duration slidingExpiration();

  /**
   * Stores a new session. Its id is random; should another of that name exist, it is left alone.
   *
   * @throws IllegalStateException if another session of that id exists
   */
  void create(UploadSession session);

  /**
   * The session as it stands and whether somebody writes to it, in one step; empty if it was never
   * created, expired or was deleted. Takes no lease.
   */
  Optional<Snapshot> read(String uploadId);

  /**
   * Takes the lease if it is free and reads the session, in one step. If somebody holds it, notes
   * that it is wanted, which the holder sees at its next renewal or commit, and signals it. The
   * lease is good for this store object only: another pod takes its own.
   *
   * @param holder random name for this taking; the same name may ask again and gets the same answer
   */
  Acquisition acquire(String uploadId, String holder, Duration duration, Urgency urgency);

  /**
   * Makes {@code next} the stored session if the lease is still ours and the stored session stands
   * at {@code from}; renews the lease. {@link LeaseState#LOST} means that nothing was changed.
   *
   * @throws IllegalArgumentException if {@code next} stands before {@code from} or is another
   *     upload
   */
  LeaseState commit(Lease lease, long from, UploadSession next);

  /**
   * The same, and gives the lease back in the same step, telling those that wait; {@code false}
   * means that nothing was changed.
   *
   * @throws IllegalArgumentException if {@code next} stands before {@code from} or is another
   *     upload
   */
  boolean commitAndRelease(Lease lease, long from, UploadSession next);

  /** Renews the lease if it is still ours. */
  LeaseState renew(Lease lease);

  /** Gives the lease back if it is still ours, and tells those that wait. */
  void release(Lease lease);

  /**
   * Deletes the session and its lease if the lease is ours; {@code false} if it is not. A session
   * that is gone already counts as deleted.
   */
  boolean delete(Lease lease);

  /**
   * Looks at many sessions without resetting their time to live; says something of every one. An
   * answer that is not known is an exception, never {@link SessionPeek.None}.
   */
  Map<String, SessionPeek> peek(Collection<String> uploadIds);

  /**
   * Claims a piece of work for this pod, so that mostly one pod does it; {@code false} if another
   * one, or this one, has claimed it and the time is not over. Holds nobody off for certain.
   *
   * @param work name of the work, of lower-case letters
   */
  boolean claim(String work, Duration time);

  /** What clients have under way; the same for all stores of these sessions. */
  OpenUploads openUploads();

  /** Looks at sessions for people. */
  SessionLook look();

  /** What is told of changes of sessions, in the same step as each; empty where nothing is. */
  default Optional<EventLog> events() {
    return Optional.empty();
  }

  /** Passes what other pods and this one signal to {@code signals}, from now on. */
  void listen(SessionSignals signals);

  /** Asks the store for a sign of life; throws if there is none. */
  void ping();

  @Override
  void close();
}
