package dev.longshore.service.session.redis;

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
    return "redis-"
        + readable.substring(0, Math.min(READABLE, readable.length()))
        + "-"
        + NameDigest.of(database + " " + keyPrefix, HASH_BYTES);
  }
}
