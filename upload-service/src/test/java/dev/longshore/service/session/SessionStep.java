package dev.longshore.service.session;

/**
 * One thing that may happen. Numbers choose among what there is then, modulo its count; a client
 * that crashes is one that takes no further step, and its lease one that expires.
 */
public sealed interface SessionStep {

  /**
   * A pod asks for the lease. Names are few, so that takings of one name follow each other; each
   * belongs to one pod.
   */
  record Acquire(int name, Urgency urgency) implements SessionStep {}

  /** Whoever once got a lease, still holding it or not, commits bytes behind those it knows of. */
  record Commit(int lease, int bytes) implements SessionStep {}

  /** The same, giving the lease back with it. */
  record CommitAndRelease(int lease, int bytes) implements SessionStep {}

  /** A commit that sets the status only. */
  record Finish(int lease) implements SessionStep {}

  record Renew(int lease) implements SessionStep {}

  record Release(int lease) implements SessionStep {}

  record Delete(int lease) implements SessionStep {}

  /** An earlier call arrives once more, however late. */
  record Again(int call) implements SessionStep {}

  /** The lease of the moment runs out. */
  record Expire() implements SessionStep {}
}
