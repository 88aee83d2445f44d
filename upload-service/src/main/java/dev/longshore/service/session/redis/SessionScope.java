package dev.longshore.service.session.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names the sessions below one key prefix in one database. Not by where Redis is: a server may move
 * or be replaced while uploads go on.
 */
final class SessionScope {

  private static final int READABLE = 64;
  private static final int HASH_BYTES = 8;

  private SessionScope() {}

  /** Readable for people as far as a file name can be, and different for each of the two. */
  static String of(String keyPrefix, int database) {
    var readable = keyPrefix.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
    var hash = sha256((database + " " + keyPrefix).getBytes(StandardCharsets.UTF_8));
    return "redis-"
        + readable.substring(0, Math.min(READABLE, readable.length()))
        + "-"
        + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
