package dev.longshore.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.IetfRequest;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.redis.RedisServer;
import dev.longshore.service.upload.Sweeper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one client may do, held by two pods together where that is promised. */
class ClientLimitsIT {

  @TempDir private Path folder;
  private static RedisServer redis;
  private final String prefix = UUID.randomUUID() + ":";
  private final List<TestServer> pods = new ArrayList<>();

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void start() {
    for (int i = 0; i < 2; i++) {
      pods.add(
          pod()
              .with("longshore.limits.max-open-uploads", 5)
              .with("longshore.limits.max-open-bytes", 100)
              .start());
    }
  }

  private TestServer.Builder pod() {
    return TestServer.storingIn(folder)
        .with("longshore.session.store", "redis")
        .with("longshore.session.redis.connection-string", redis.endpoint())
        .with("longshore.session.redis.key-prefix", prefix)
        .with("longshore.session.redis.sliding-expiration", "2s")
        .with("longshore.limits.trusted-proxies", "127.0.0.0/8");
  }

  @AfterEach
  void stop() {
    pods.forEach(TestServer::close);
  }

  private UploadClient pod(int index) {
    return pods.get(index).client();
  }

  private static UploadClient from(String address, UploadClient client) {
    return client.sending("X-Forwarded-For", address);
  }

  @Test
  void podsTogetherLetNoMoreUploadsBeginThanMayBe() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries =
          IntStream.range(0, 40)
              .<Callable<Answer>>mapToObj(i -> () -> pod(i % 2).tusCreate(1))
              .toList();
      var answers = threads.invokeAll(tries).stream().map(Future::resultNow).toList();
      assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(5);
      assertThat(answers)
          .filteredOn(answer -> answer.status() != 201)
          .allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.problem()).isEqualTo("too-many-uploads");
            assertThat(answer.header("Retry-After")).isEqualTo("10");
            assertThat(answer.json().get("max-open-uploads").intValue()).isEqualTo(5);
          });
    }
  }

  @Test
  void placeIsGivenBackByCompletingAndByEnding() {
    var uploads = IntStream.range(0, 5).mapToObj(i -> pod(i % 2).create(1)).toList();
    assertThat(pod(0).tusCreate(1).status()).isEqualTo(429);
    pod(1).patch(uploads.get(0), 0, new byte[1]);
    pod(0).create(1);
    assertThat(pod(1).tusCreate(1).status()).isEqualTo(429);
    pod(0).tus("DELETE", uploads.get(1));
    pod(1).create(1);
    assertThat(pod(0).tusCreate(1).status()).isEqualTo(429);
  }

  @Test
  void placeOfWhatExpiredIsFoundAgain() {
    // As if they had been there for long: what is new may have its session only soon.
    IntStream.range(0, 5).forEach(i -> pod(0).create(20));
    var client = redis.cli("KEYS", "{" + prefix + "}:open:*").strip();
    await().until(() -> redis.cli("KEYS", prefix + "*").isBlank());
    redis.cli("HKEYS", client).lines().forEach(id -> redis.cli("HSET", client, id, "20 1000"));
    assertThat(pod(1).tusCreate(100).status()).isEqualTo(201);
    assertThat(redis.cli("HLEN", client).strip()).isEqualTo("1");
    assertThat(redis.cli("HLEN", "{" + prefix + "}:open").strip()).isEqualTo("1");
  }

  @Test
  void placesOfClientsThatNeverComeBackAreTidiedUp() throws Exception {
    IntStream.range(0, 20).forEach(i -> from("198.51.100." + i, pod(0)).create(1));
    await().until(() -> redis.cli("KEYS", prefix + "*").isBlank());
    var index = "{" + prefix + "}:open";
    for (var id : redis.cli("HKEYS", index).lines().toList()) {
      var counted = redis.cli("HGET", index, id).strip();
      redis.cli("HSET", index, id, counted.substring(0, counted.lastIndexOf(' ')) + " 1000");
    }
    var running = from("198.51.100.77", pod(0)).create(1);
    pods.getLast().bean(Sweeper.class).sweep();
    assertThat(redis.cli("HKEYS", index).strip()).isEqualTo(running.substring(9));
    assertThat(redis.cli("KEYS", index + ":*").lines()).hasSize(1);
  }

  @Test
  void placeOfWhatIsJustBeingCreatedIsKept() {
    IntStream.range(0, 5).forEach(i -> pod(0).create(1));
    await().until(() -> redis.cli("KEYS", prefix + "*").isBlank());
    assertThat(pod(1).tusCreate(1).status()).isEqualTo(429);
  }

  @Test
  void nothingStaysOfUploadsThatEnded() {
    var upload = pod(0).create(10);
    pod(1).patch(upload, 0, new byte[10]);
    pod(0).tus("DELETE", pod(1).create(10));
    assertThat(redis.cli("KEYS", "{" + prefix + "}:open*")).isBlank();
  }

  @Test
  void bytesAreHeldTogether() {
    pod(0).create(60);
    var other = pod(1).create(40);
    var refused = pod(0).tusCreate(1);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.problem()).isEqualTo("too-many-bytes");
    pod(0).patch(other, 0, new byte[40]);
    pod(0).create(40);
    // One that can never be is not to be tried again.
    assertThat(pod(0).tusCreate(101).status()).isEqualTo(413);
  }

  @Test
  void lengthThatIsSaidLaterCountsThen() {
    var upload = pod(0).tus("POST", "/uploads", "Upload-Defer-Length", "1").header("Location");
    pod(1).create(60);
    assertThat(pod(0).patch(upload, 0, new byte[10], "Upload-Length", "41").problem())
        .isEqualTo("too-many-bytes");
    assertThat(pod(0).patch(upload, 0, new byte[10], "Upload-Length", "40").status())
        .isEqualTo(204);
    assertThat(pod(1).tusCreate(1).status()).isEqualTo(429);
  }

  @Test
  void bytesOfUnknownLengthCountAsTheyCome() throws Exception {
    var upload = pod(0).tus("POST", "/uploads", "Upload-Defer-Length", "1").header("Location");
    assertThat(pod(0).patch(upload, 0, new byte[70]).status()).isEqualTo(204);
    assertThat(pod(1).tusCreate(31).status()).isEqualTo(429);
    var other = pod(1).create(20);
    var refused = pod(1).patch(upload, 70, new byte[11]);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(pod(1).patch(upload, 70, new byte[5]).status()).isEqualTo(204);
    pod(0).tus("DELETE", other);
    try (var wire = pods.getFirst().wire()) {
      wire.patch(upload, 75, -1).chunk(new byte[26], 0, 26).chunk(new byte[0], 0, 0);
      assertThat(wire.answer().problem()).isEqualTo("too-many-bytes");
    }
    try (var wire = pods.getFirst().wire()) {
      wire.patch(upload, 75, -1).chunk(new byte[25], 0, 25).chunk(new byte[0], 0, 0);
      assertThat(wire.answer().status()).isEqualTo(204);
    }
  }

  @Test
  void addressesBehindTrustedProxiesAreClientsOfTheirOwn() {
    var first = from("198.51.100.1", pod(0));
    IntStream.range(0, 5).forEach(i -> first.create(1));
    assertThat(from("198.51.100.1", pod(1)).tusCreate(1).status()).isEqualTo(429);
    from("198.51.100.2", pod(1)).create(1);
    // What the client invents stands before what the proxy wrote.
    assertThat(from("203.0.113.9, 198.51.100.1", pod(0)).tusCreate(1).status()).isEqualTo(429);
    // And a proxy of ours behind it is none that a client came from.
    assertThat(from("198.51.100.1, 127.0.0.5", pod(0)).tusCreate(1).status()).isEqualTo(429);
    IntStream.range(0, 5).forEach(i -> from("2001:db8:1:2::" + i, pod(0)).create(1));
    assertThat(from("2001:db8:1:2:ffff::1", pod(0)).tusCreate(1).status()).isEqualTo(429);
    from("2001:db8:1:3::1", pod(0)).create(1);
  }

  @Test
  void whatUntrustedEndsSayOfOthersIsNotBelieved() {
    try (var server =
        TestServer.storingIn(folder).with("longshore.limits.max-open-uploads", 1).start()) {
      from("198.51.100.1", server.client()).create(1);
      assertThat(from("198.51.100.2", server.client()).tusCreate(1).status()).isEqualTo(429);
    }
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() {
    try (var server =
        pod()
            .with("longshore.limits.request-rate", 0.2)
            .with("longshore.limits.request-burst", 3)
            .start()) {
      var upload = server.client().create(1);
      server.client().head(upload);
      server.client().head(upload);
      var refused = server.client().patch(upload, 0, new byte[1]);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.problem()).isEqualTo("too-many-requests");
      assertThat(refused.header("Retry-After")).isEqualTo("5");
      assertThat(refused.header("Tus-Resumable")).isEqualTo("1.0.0");
      // Others may, and a browser's question is none.
      assertThat(from("198.51.100.7", server.client()).head(upload).status()).isEqualTo(200);
      assertThat(server.client().send("OPTIONS", "/uploads", new byte[0]).status()).isEqualTo(204);
    }
  }

  @Test
  void onlyAllowedTypesAreTaken() {
    try (var server =
        pod().with("longshore.limits.allowed-content-types", "image/*,video/mp4").start()) {
      var client = server.client();
      assertThat(tusOf("image/png", client).status()).isEqualTo(201);
      assertThat(tusOf("Video/MP4; codecs=avc1", client).status()).isEqualTo(201);
      assertThat(tusOf("video/mp4x", client).status()).isEqualTo(415);
      var refused = tusOf("text/html", client);
      assertThat(refused.status()).isEqualTo(415);
      assertThat(refused.problem()).isEqualTo("type-not-allowed");
      assertThat(refused.json().get("allowed-types").toString())
          .isEqualTo("[\"image/*\",\"video/mp4\"]");
      assertThat(client.tusCreate(1).status()).isEqualTo(415);
      assertThat(client.json("{\"totalSize\":1,\"contentType\":\"text/plain\"}").status())
          .isEqualTo(415);
      assertThat(client.json("{\"totalSize\":1,\"contentType\":\"image/gif\"}").status())
          .isEqualTo(201);
      assertThat(ietfOf("text/plain", client).status()).isEqualTo(415);
      assertThat(ietfOf("image/gif", client).status()).isEqualTo(201);
      // Of pieces nobody knows what they will be.
      assertThat(client.tusCreate(1, "Upload-Concat", "partial").status()).isEqualTo(201);
    }
  }

  private static Answer tusOf(String type, UploadClient client) {
    var value = java.util.Base64.getEncoder().encodeToString(type.getBytes());
    return client.tusCreate(1, "Upload-Metadata", "filetype " + value);
  }

  private static Answer ietfOf(String type, UploadClient client) {
    var fields = IetfRequest.in(8).complete(true).with("Content-Type", type).fields();
    return client.send("POST", "/uploads", new byte[3], fields);
  }
}
