package dev.longshore.service.pods;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.ServiceProcess;
import dev.longshore.service.session.redis.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Three processes of the service as the pods behind one address: one Redis, one folder. */
public final class ThreePods implements AutoCloseable {

  private final RedisServer redis;
  private final List<ServiceProcess> pods;
  private final Balancer balancer;

  private ThreePods(RedisServer redis, List<ServiceProcess> pods) throws IOException {
    this.redis = redis;
    this.pods = pods;
    this.balancer = new Balancer(pods.stream().map(ServiceProcess::uri).toList());
  }

  /** Starts them; {@code environment} is what they get besides Redis and folder. */
  public static ThreePods start(Path folder, Map<String, String> environment) throws IOException {
    var redis = RedisServer.start();
    var all = new HashMap<>(environment);
    all.put("LONGSHORE_SESSION_STORE", "redis");
    all.put("LONGSHORE_SESSION_REDIS_CONNECTION_STRING", redis.endpoint());
    return new ThreePods(
        redis, List.of(pod(folder, all, 1), pod(folder, all, 2), pod(folder, all, 3)));
  }

  private static ServiceProcess pod(Path folder, Map<String, String> environment, int number)
      throws IOException {
    var own = new HashMap<>(environment);
    own.put("LONGSHORE_POD_NAME", "pod-" + number);
    return ServiceProcess.start(folder, own);
  }

  /** Where all of them are reached, by turns. */
  public URI uri() {
    return balancer.uri();
  }

  public UploadClient client() {
    return new UploadClient(uri());
  }

  @Override
  public void close() throws IOException {
    balancer.close();
    for (var pod : pods) {
      pod.close();
    }
    redis.close();
  }
}
