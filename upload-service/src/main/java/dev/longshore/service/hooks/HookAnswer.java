package dev.longshore.service.hooks;

/** What came of a question. */
sealed interface HookAnswer {

  /** The upload may go on, maybe as another one. */
  record Passed(Changes changes) implements HookAnswer {}

  /**
   * The upload may not go on.
   *
   * @param status for the client, 4xx
   * @param title what the hook calls it, or null
   * @param detail what it says about it, or null
   */
  record Refused(int status, String title, String detail) implements HookAnswer {}

  /** There was none, or none that can be used. */
  record Failed(String reason) implements HookAnswer {}
}
