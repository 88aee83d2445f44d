package dev.longshore.service.session;

/** What a holder learns of its lease at each commit and each renewal. */
public enum LeaseState {
  /** Still ours, and nobody waits. */
  HELD,
  /** Still ours; another chunk waits. */
  WANTED_SOON,
  /** Still ours; the client wants the offset or the end now. */
  WANTED_NOW,
  /** No longer ours, or the session is gone: nothing was changed by the call. */
  LOST
}
