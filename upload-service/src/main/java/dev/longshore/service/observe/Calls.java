package dev.longshore.service.observe;

/** Hears of every call to what is behind the service. Costs next to nothing; never throws. */
public interface Calls {

  /** Hears of none. */
  Calls UNWATCHED =
      new Calls() {
        @Override
        public Call begin(Callee callee, String operation) {
          return (outcome, failure) -> {};
        }

        @Override
        public Runnable carried(Runnable task) {
          return task;
        }
      };

  /**
   * A call begins, on the thread that makes it.
   *
   * @param operation its name, one of a few
   */
  Call begin(Callee callee, String operation);

  /** The task as one that does its calls, and logs, for what the current thread works for. */
  Runnable carried(Runnable task);

  /** One call. */
  interface Call {

    /**
     * It ended, on whichever thread.
     *
     * @param failure what it ended with, or null
     */
    void ended(Outcome outcome, Throwable failure);
  }
}
