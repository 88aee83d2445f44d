package dev.longshore.service.access;

/** The token that a request carries (RFC 6750, section 2.1). Only there: URLs end up in logs. */
public final class BearerToken {

  private static final String SCHEME = "bearer ";

  /** Larger than any token; smaller than the head of a request may be. */
  private static final int LONGEST = 16 << 10;

  private BearerToken() {}

  /**
   * The token.
   *
   * @throws AccessRefusedException if there is none, or more than one
   */
  public static String of(AccessRequest request) {
    var values = request.headers().apply("Authorization");
    if (values.size() > 1) {
      throw AccessRefusedException.tokenInvalid("there is more than one");
    }
    if (values.isEmpty() || !values.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw AccessRefusedException.tokenMissing();
    }
    var token = values.getFirst().substring(SCHEME.length()).strip();
    if (token.isEmpty()) {
      throw AccessRefusedException.tokenMissing();
    }
    if (token.length() > LONGEST) {
      throw AccessRefusedException.tokenInvalid("it is too long");
    }
    return token;
  }
}
