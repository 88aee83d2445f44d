package dev.longshore.service.access;

import java.time.Duration;

/** A request may go no further; {@link #refusal()} says why. */
public final class AccessRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient AccessRefusal refusal;

  public AccessRefusedException(AccessRefusal refusal) {
    // Neither trace nor cause: this is an answer, and causes quote tokens.
    super(refusal.detail(), null, false, false);
    this.refusal = refusal;
  }

  public AccessRefusal refusal() {
    return refusal;
  }

  /** No bearer token came (RFC 6750, section 3: then nothing but the scheme is said). */
  static AccessRefusedException tokenMissing() {
    return new AccessRefusedException(
        new AccessRefusal.Unauthenticated(
            "Send a token: Authorization: Bearer <token>.", "Bearer realm=\"longshore\""));
  }

  /** A bearer token came that is not good (RFC 6750, section 3.1). */
  public static AccessRefusedException tokenInvalid(String why) {
    return new AccessRefusedException(
        new AccessRefusal.Unauthenticated(
            "The token is not valid: " + why + ".",
            "Bearer realm=\"longshore\", error=\"invalid_token\", error_description=\"%s\""
                .formatted(why)));
  }

  /** What is to tell is not to be had at the moment. */
  public static AccessRefusedException unavailable(String detail) {
    return new AccessRefusedException(new AccessRefusal.Unavailable(detail, Duration.ofSeconds(5)));
  }
}
