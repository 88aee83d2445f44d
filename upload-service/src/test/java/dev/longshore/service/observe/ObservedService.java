package dev.longshore.service.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.events.Receiver;
import dev.longshore.service.server.MountedSecret;
import dev.longshore.service.server.ServiceProcess;
import dev.longshore.service.session.redis.RedisServer;
import dev.longshore.service.storage.s3.S3Bucket;
import dev.longshore.service.storage.s3.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A service in a process of its own, on a real Redis and a real bucket, and clients that do what
 * clients do.
 */
final class ObservedService implements AutoCloseable {

  static final String PASSWORD = "correct-horse-battery";

  /** What its client sends; whether it is asked for is up to the options. */
  static final String TOKEN = "token-of-the-observed-client-000";

  private static final String AUTHORIZED = "Authorization: Bearer " + TOKEN;

  private final RedisServer redis = RedisServer.start("--requirepass", PASSWORD);
  private final S3Server s3 = S3Server.start();
  private final S3Bucket bucket = new S3Bucket(s3);
  private final Receiver receiver = Receiver.start();
  private final ServiceProcess process;

  private ObservedService(Path folder, Map<String, String> options) throws IOException {
    var environment = new HashMap<String, String>();
    environment.put("LONGSHORE_SESSION_STORE", "redis");
    environment.put(
        "LONGSHORE_SESSION_REDIS_CONNECTION_STRING", redis.endpoint() + ",password=" + PASSWORD);
    environment.put("LONGSHORE_CLEANUP_INTERVAL", "1s");
    environment.put("LONGSHORE_READ_ENABLED", "true");
    environment.put("LONGSHORE_STORAGE_TYPE", "s3");
    environment.put("LONGSHORE_STORAGE_S3_ATTEMPTS", "2");
    environment.put("LONGSHORE_STORAGE_S3_BUCKET", bucket.name());
    environment.put("LONGSHORE_STORAGE_S3_REGION", S3Server.REGION);
    environment.put("LONGSHORE_STORAGE_S3_ENDPOINT", bucket.server().endpoint());
    environment.put("LONGSHORE_STORAGE_S3_PATH_STYLE", "true");
    environment.put("LONGSHORE_STORAGE_S3_ACCESS_KEY_ID", S3Server.ACCESS_KEY_ID);
    environment.put("LONGSHORE_STORAGE_S3_SECRET_ACCESS_KEY", S3Server.SECRET_ACCESS_KEY);
    environment.put("LONGSHORE_EVENTS_ENABLED", "true");
    environment.put("LONGSHORE_EVENTS_ENDPOINTS_E0_NAME", "audit");
    environment.put("LONGSHORE_EVENTS_ENDPOINTS_E0_URL", receiver.url());
    environment.put("LONGSHORE_EVENTS_ENDPOINTS_E0_SECRET", Receiver.SECRET);
    environment.putAll(options);
    process = ServiceProcess.start(folder, environment);
  }

  static ObservedService start(Path folder, Map<String, String> options) throws IOException {
    return new ObservedService(folder, options);
  }

  /** Options that ask for {@link #TOKEN}. */
  static Map<String, String> asking(Path tokens) throws IOException {
    new MountedSecret(tokens).putFiles(Map.of("client", TOKEN));
    return Map.of(
        "LONGSHORE_ACCESS_MODE", "tokens", "LONGSHORE_ACCESS_TOKENS_PATH", tokens.toString());
  }

  ServiceProcess process() {
    return process;
  }

  RedisServer redis() {
    return redis;
  }

  UploadClient client() {
    return process.client().bearer(TOKEN);
  }

  Exposition metrics() {
    return Exposition.of(client());
  }

  /** An upload of two chunks and 9 MiB, so that it has parts; its path. */
  String upload() {
    int chunk = 9 << 19;
    var upload = client().create(2 * chunk);
    for (int offset = 0; offset < 2 * chunk; offset += chunk) {
      assertThat(client().patch(upload, offset, new byte[chunk]).status()).isEqualTo(204);
    }
    assertThat(client().head(upload).offset()).isEqualTo(2 * chunk);
    return upload;
  }

  /** Reads some of a finished one, and asks about it. */
  void read(String upload) {
    var answer = client().send("GET", upload + "/content", new byte[0], "Range", "bytes=1-1000");
    assertThat(answer.body()).hasSize(1000);
    assertThat(client().send("HEAD", upload + "/content", new byte[0]).status()).isEqualTo(200);
  }

  /** One that its client ends. */
  String abort() {
    var upload = client().create(100);
    assertThat(client().patch(upload, 7, new byte[10]).problem()).isEqualTo("offset-mismatch");
    assertThat(client().tus("DELETE", upload).status()).isEqualTo(204);
    return upload;
  }

  /** A body that is in the middle when its client asks for the offset on another connection. */
  String handOver() throws IOException {
    var upload = client().create(1000);
    try (var wire = process.wire()) {
      wire.patch(upload, 0, 1000, AUTHORIZED).send(new byte[400]);
      await("the body").until(() -> metrics().value("longshore_bodies_receiving") == 1);
      assertThat(client().head(upload).offset()).isEqualTo(400);
      assertThat(wire.answer().problem()).isEqualTo("upload-taken-over");
    }
    return upload;
  }

  /** A body whose client goes away. */
  String cut() throws IOException {
    var upload = client().create(1000);
    double before = metrics().value("longshore_bodies_cut_total");
    try (var wire = process.wire()) {
      wire.patch(upload, 0, 1000, AUTHORIZED).send(new byte[300]);
      await("the body").until(() -> metrics().value("longshore_bodies_receiving") == 1);
    }
    await("its end").until(() -> metrics().value("longshore_bodies_cut_total") > before);
    return upload;
  }

  /** Redis and the bucket are away for a while, one after the other. */
  void failures() {
    var upload = client().create(10);
    redis.stop();
    assertThat(client().patch(upload, 0, new byte[10]).problem())
        .isEqualTo("session-store-unavailable");
    redis.startAgain();
    await("Redis")
        .atMost(Duration.ofSeconds(20))
        .until(() -> client().tusCreate(10).status() == 201);
    s3.kill();
    assertThat(client().json("{\"totalSize\":9,\"path\":\"a.txt\"}").problem())
        .isEqualTo("storage-unavailable");
    s3.startAgain();
  }

  /** Everything once. */
  void everything() throws IOException {
    read(upload());
    abort();
    handOver();
    cut();
    client().get("/nowhere");
    client().get("/health");
    await("a sweep")
        .until(() -> metrics().value("longshore_sweeps_seconds_count", "outcome", "success") > 0);
    await("a delivery")
        .until(() ->
            metrics()
                    .value(
                        "longshore_events_attempts_seconds_count",
                        "endpoint",
                        "audit",
                        "outcome",
                        "accepted")
                > 0);
    process.collectGarbage();
  }

  @Override
  public void close() throws IOException {
    process.close();
    bucket.close();
    s3.close();
    redis.close();
    receiver.close();
  }
}
