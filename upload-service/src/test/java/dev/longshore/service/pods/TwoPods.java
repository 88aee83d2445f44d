package dev.longshore.service.pods;

import dev.longshore.service.server.ServiceProcess;
import dev.longshore.service.session.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Two processes of the service as two pods of one deployment: one Redis, one folder. */
final class TwoPods implements AutoCloseable {

  static final Duration LEASE = Duration.ofSeconds(3);

  private final Path folder;
  private final RedisServer redis;
  final ServiceProcess one;
  final ServiceProcess two;

  private TwoPods(Path folder, RedisServer redis, ServiceProcess one, ServiceProcess two) {
    this.folder = folder;
    this.redis = redis;
    this.one = one;
    this.two = two;
  }

  static TwoPods start(Path folder) throws IOException {
    return start(folder, Map.of());
  }

  /** Both with more in their environment. */
  static TwoPods start(Path folder, Map<String, String> more) throws IOException {
    var redis = RedisServer.start();
    var environment = new HashMap<>(more);
    environment.put("LONGSHORE_SESSION_STORE", "redis");
    environment.put("LONGSHORE_SESSION_REDIS_CONNECTION_STRING", redis.endpoint());
    environment.put("LONGSHORE_SESSION_LEASE_DURATION", LEASE.toString());
    return new TwoPods(
        folder,
        redis,
        ServiceProcess.start(folder, environment),
        ServiceProcess.start(folder, environment));
  }

  /** Bytes of an upload that reached the file of its first holder. */
  long written(String upload) throws IOException {
    var id = upload.substring(upload.lastIndexOf('/') + 1);
    var scope =
        folder.resolve(".longshore/uploads").resolve(RedisServer.scope("valiblob:session:"));
    var file = scope.resolve(id);
    return Files.exists(file) ? Files.size(file) : 0;
  }

  Path object(String path) {
    return folder.resolve(path);
  }

  static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    one.close();
    two.close();
    redis.close();
  }
}
