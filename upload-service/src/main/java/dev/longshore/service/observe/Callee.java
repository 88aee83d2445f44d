package dev.longshore.service.observe;

/** What is behind the service. */
public enum Callee {
  REDIS,
  S3,
  FILESYSTEM
}
