package dev.longshore.service.session;

/** What there is of a session, seen without being a use of it. */
public sealed interface SessionPeek {

  /** There is a session. */
  record Found(UploadSession session) implements SessionPeek {}

  /** Something is kept under that name that is no session, so that nothing can be said of it. */
  record Unreadable() implements SessionPeek {}

  /** There is no such session: never created, expired or deleted. */
  record None() implements SessionPeek {}
}
