package dev.longshore.service.session;

/** Where an upload stands, under the seed's names. */
public enum SessionStatus {
  /** Created, no byte yet. */
  Pending,
  /** Some bytes are acknowledged. */
  InProgress,
  /** The object is finished and lies under its path. */
  Complete,
  /** Ended by the client before it was complete. */
  Aborted
}
