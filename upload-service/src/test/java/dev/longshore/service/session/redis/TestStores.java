package dev.longshore.service.session.redis;

import dev.longshore.service.observe.Calls;
import dev.longshore.service.session.EventRules;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.UploadSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Stores as a pod makes them from a connection string. */
final class TestStores {

  static final String PREFIX = "valiblob:session:";
  static final Duration SLIDING = Duration.ofHours(24);

  private TestStores() {}

  static RedisSessionStore open(String connectionString) {
    return open(connectionString, null);
  }

  static RedisSessionStore open(String connectionString, Path caCertificate) {
    var string = ConnectionString.parse(connectionString);
    return on(
        RedisConnections.open(
            string, string.defaultDatabase().orElse(0), caCertificate, Calls.UNWATCHED));
  }

  /** One that tells of changes. */
  static RedisSessionStore telling(String connectionString, EventRules rules) {
    return RedisSessionStore.on(
        connections(connectionString), PREFIX, SLIDING, new JsonSessionCodec(), rules);
  }

  static RedisConnections connections(String connectionString) {
    return connections(connectionString, Calls.UNWATCHED);
  }

  /** Connections whose calls somebody hears of. */
  static RedisConnections connections(String connectionString, Calls calls) {
    return RedisConnections.open(ConnectionString.parse(connectionString), 0, null, calls);
  }

  static RedisSessionStore on(RedisConnections connections) {
    return RedisSessionStore.on(connections, PREFIX, SLIDING, new JsonSessionCodec());
  }

  static String leaseKey(String uploadId) {
    return "{" + PREFIX + uploadId + "}:lease";
  }

  static UploadSession newSession() {
    var now = Instant.now();
    return new UploadSession(
        UUID.randomUUID().toString(),
        "a.bin",
        100L,
        0,
        null,
        now,
        now,
        SessionStatus.Pending,
        null,
        null,
        null);
  }
}
