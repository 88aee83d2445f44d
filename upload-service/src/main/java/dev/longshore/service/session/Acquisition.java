package dev.longshore.service.session;

import java.time.Duration;

/** What came of asking for the lease of an upload. */
public sealed interface Acquisition {

  /**
   * The lease is ours.
   *
   * @param lease the right to write
   * @param session the session as it stands, read in the same step
   * @param abandoned whether, since the last commit, any holder let its lease run out instead of
   *     releasing it, so that it may still be writing somewhere; a holder that releases without a
   *     commit leaves this as it found it
   */
  record Acquired(Lease lease, UploadSession session, boolean abandoned) implements Acquisition {}

  /**
   * Somebody else holds it and has been asked to let go.
   *
   * @param remaining time until that lease ends if it is not renewed
   */
  record Busy(Duration remaining) implements Acquisition {}

  /** There is no such session: never created, expired or deleted. */
  record NotFound() implements Acquisition {}
}
