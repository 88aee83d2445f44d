package dev.longshore.service.access;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes of credentials what they can be known again by, and not be read from. */
public final class Sha256 {

  private Sha256() {}

  /** A digest of nothing yet. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
