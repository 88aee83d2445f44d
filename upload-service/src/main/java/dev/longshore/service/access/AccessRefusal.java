package dev.longshore.service.access;

import java.time.Duration;

/** Why a request may go no further. No text of one repeats what the client sent. */
public sealed interface AccessRefusal {

  /** What happened and what to do, for a person. */
  String detail();

  /**
   * No credentials, or none of the kind that is asked for.
   *
   * @param challenge value of {@code WWW-Authenticate} (RFC 9110, section 11.6.1)
   */
  record Unauthenticated(String detail, String challenge) implements AccessRefusal {}

  /** The credentials are good, and do not suffice for this. */
  record Forbidden(String detail) implements AccessRefusal {}

  /** Too many credentials of where this comes from were not good. */
  record TooManyFailures(String detail, Duration retryAfter) implements AccessRefusal {}

  /** Nobody can tell at the moment. */
  record Unavailable(String detail, Duration retryAfter) implements AccessRefusal {}
}
