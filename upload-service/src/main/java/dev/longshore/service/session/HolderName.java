package dev.longshore.service.session;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Names of takings of leases: random, with the pod behind an {@code @} for people that look. At
 * most 64 bytes, up to which Redis keeps a lease in its compact form.
 */
public final class HolderName {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_BYTES = 12;
  private static final int MOST_OF_POD = 64 - 2 * RANDOM_BYTES - 1;

  private HolderName() {}

  /**
   * A new one.
   *
   * @param pod of which the last 39 characters are kept, which tell it from its siblings; or null
   */
  static String random(String pod) {
    var bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    var name = HexFormat.of().formatHex(bytes);
    return pod == null ? name : name + "@" + pod.substring(Math.max(0, pod.length() - MOST_OF_POD));
  }

  /** What the pod's name ends with, where the name says it. */
  public static Optional<String> pod(String name) {
    int at = name.indexOf('@');
    return at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
  }
}
