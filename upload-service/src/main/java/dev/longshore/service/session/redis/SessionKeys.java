package dev.longshore.service.session.redis;

import java.util.regex.Pattern;

/**
 * Names in Redis. The lease's key has the session's whole key as hash tag, so that Redis Cluster
 * keeps both on one node, and starts with a brace, so that {@code KEYS <prefix>*} lists sessions
 * only.
 *
 * @param prefix what stands before every upload's id
 * @param channel where pods tell each other about leases
 */
record SessionKeys(String prefix, String channel) {

  /** How many keys a session has. */
  static final int OF_A_SESSION = 2;

  /** No colon: an id must not reach into the keys of a longer prefix. No braces: hash tags. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,200}");

  SessionKeys {
    if (prefix.contains("{") || prefix.contains("}")) {
      throw new IllegalArgumentException(
          "key prefix '%s': braces are not allowed, they would change where Redis Cluster keeps the sessions' leases"
              .formatted(prefix));
    }
  }

  static SessionKeys of(String prefix, String channelPrefix) {
    return new SessionKeys(prefix, channelPrefix + prefix + "signals");
  }

  /** Whether a session of that id can exist. */
  boolean isId(String uploadId) {
    return ID.matcher(uploadId).matches();
  }

  String session(String uploadId) {
    return prefix + uploadId;
  }

  String lease(String uploadId) {
    return "{" + session(uploadId) + "}:lease";
  }

  /** Where a pod claims some work for a while; starts with a brace as the leases do. */
  String claim(String work) {
    return "{" + prefix + "}:" + work;
  }

  /** Events of an upload on their way to those of the service, in a Cluster. */
  String outbox(String uploadId) {
    return "{" + session(uploadId) + "}:events";
  }

  /**
   * The service's stream of events; how far each open upload is told of; what endpoints missed. In
   * the order that every script expects.
   */
  String[] events() {
    return new String[] {claim("events"), claim("events:open"), claim("events:missed")};
  }

  /** Both keys of an upload, in the order that every script expects. */
  String[] of(String uploadId) {
    return new String[] {session(uploadId), lease(uploadId)};
  }
}
