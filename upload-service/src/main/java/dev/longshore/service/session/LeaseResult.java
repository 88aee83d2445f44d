package dev.longshore.service.session;

/** What came of waiting for a lease. */
public sealed interface LeaseResult {

  /** The lease is ours until it is closed. */
  record Taken(HeldLease lease) implements LeaseResult {}

  /** The holder did not let go in time. */
  record StillBusy() implements LeaseResult {}

  /** There is no such session. */
  record NoSession() implements LeaseResult {}
}
