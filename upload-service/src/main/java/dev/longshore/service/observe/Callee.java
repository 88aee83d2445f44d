package dev.longshore.service.observe;

/** What is behind the service. */
public enum Callee {
  REDIS,
  S3,
  FILESYSTEM,
  /** A service of the user's own that is asked. */
  HOOK
}
