package dev.longshore.service.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.IetfRequest;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.redis.RedisServer;
import dev.longshore.service.upload.Sweeper;
import dev.longshore.service.upload.UploadHooks;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A hook before completions, in every way that leads there. */
class PreCompleteIT {

  private static final byte[] BYTES = "0123456789".getBytes();
  private static final byte[] NONE = {};

  @TempDir private Path folder;
  private final RedisServer redis = RedisServer.start();
  private HookServer hook;
  private TestServer server;
  private UploadClient client;

  @BeforeEach
  void start() throws IOException {
    hook = HookServer.start();
    start(service());
  }

  private TestServer.Builder service() {
    return TestServer.storingIn(folder)
        .with("longshore.session.store", "redis")
        .with("longshore.session.redis.connection-string", redis.endpoint())
        .with("longshore.session.lease-duration", "500ms")
        .with("longshore.cleanup.interval", "1d")
        .with("longshore.limits.max-open-uploads", 100)
        .with("longshore.hooks.pre-complete.url", hook.uri())
        .with("longshore.hooks.pre-complete.timeout", "30s");
  }

  private void start(TestServer.Builder service) {
    if (server != null) {
      server.close();
    }
    server = service.start();
    client = server.client();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    hook.close();
    redis.close();
  }

  /** Every request that may be the last of an upload, of 10 bytes unless it is empty. */
  enum Way {
    TUS,
    TUS_DEFERRED,
    TUS_CREATION,
    TUS_CONCATENATION,
    TUS_EMPTY,
    IETF,
    IETF_UNKNOWN_LENGTH,
    IETF_CREATION,
    JSON,
    JSON_EMPTY;

    Answer go(TestServer server) throws Exception {
      var client = server.client();
      return switch (this) {
        case TUS -> client.patch(client.create(10, "a.txt"), 0, BYTES);
        case TUS_DEFERRED -> {
          var upload =
              client
                  .tus(
                      "POST",
                      "/uploads",
                      "Upload-Defer-Length",
                      "1",
                      "Upload-Metadata",
                      "path YS50eHQ=")
                  .header("Location");
          assertThat(client.patch(upload, 0, "01234".getBytes()).status()).isEqualTo(204);
          yield client.patch(upload, 5, "56789".getBytes(), "Upload-Length", "10");
        }
        case TUS_CREATION ->
            client.send(
                "POST",
                "/uploads",
                BYTES,
                "Tus-Resumable",
                "1.0.0",
                "Upload-Length",
                "10",
                "Upload-Metadata",
                "path YS50eHQ=",
                "Content-Type",
                "application/offset+octet-stream");
        case TUS_CONCATENATION -> {
          var piece = client.tusCreate(10, "Upload-Concat", "partial").header("Location");
          assertThat(client.patch(piece, 0, BYTES).status()).isEqualTo(204);
          yield client.tus(
              "POST",
              "/uploads",
              "Upload-Concat",
              "final;" + piece,
              "Upload-Metadata",
              "path YS50eHQ=");
        }
        case TUS_EMPTY -> client.tusCreate(0, "Upload-Metadata", "path YS50eHQ=");
        case IETF -> {
          var begun = IetfRequest.in(8).complete(false).length(10);
          var upload =
              client
                  .send("POST", "/uploads?path=a.txt", "01234".getBytes(), begun.fields())
                  .header("Location");
          var rest = IetfRequest.in(8).complete(true).offset(5);
          yield client.send("PATCH", upload, "56789".getBytes(), rest.fields());
        }
        case IETF_UNKNOWN_LENGTH -> {
          try (var wire = server.wire()) {
            wire.head(
                "POST",
                "/uploads?path=a.txt",
                IetfRequest.in(6).complete(true).content(-1).lines());
            yield wire.chunk(BYTES, 0, 10).chunk(BYTES, 0, 0).answer();
          }
        }
        case IETF_CREATION ->
            client.send(
                "PUT", "/uploads?path=a.txt", BYTES, IetfRequest.in(8).complete(true).fields());
        case JSON -> {
          var upload = client.create(10, "a.txt");
          yield client.send("PATCH", upload, BYTES, "Upload-Offset", "0");
        }
        case JSON_EMPTY -> client.json("{\"totalSize\":0,\"path\":\"a.txt\"}");
      };
    }

    boolean creates() {
      return switch (this) {
        case TUS_CREATION,
            TUS_CONCATENATION,
            TUS_EMPTY,
            IETF_UNKNOWN_LENGTH,
            IETF_CREATION,
            JSON_EMPTY ->
            true;
        default -> false;
      };
    }

    /** Whether the client of a creation that failed is told of the upload all the same. */
    boolean isKept() {
      return switch (this) {
        case TUS_CONCATENATION, TUS_EMPTY, JSON_EMPTY -> false;
        default -> true;
      };
    }

    String content() {
      return this == TUS_EMPTY || this == JSON_EMPTY ? "" : "0123456789";
    }
  }

  private List<String> sessions() {
    return redis.cli("KEYS", "valiblob:session:*").lines().filter(key -> !key.isBlank()).toList();
  }

  private String session(String upload) {
    return redis.cli("GET", "valiblob:session:" + id(upload));
  }

  private static String id(String upload) {
    return upload.substring(upload.lastIndexOf('/') + 1);
  }

  private String asked() {
    return hook.asked().getLast().data().get("uploadId").textValue();
  }

  private long files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isAskedOnceAndThenTheObjectIsThere(Way way) throws Exception {
    var held = hook.hold();
    var answer = new FutureTask<>(() -> way.go(server));
    Thread.startVirtualThread(answer);
    await().until(() -> !hook.asked().isEmpty());
    assertThat(server.object("a.txt")).doesNotExist();
    held.answer(204);
    assertThat(answer.get().status()).isBetween(200, 204);
    assertThat(server.object("a.txt")).hasContent(way.content());
    assertThat(hook.asked()).hasSize(1);
    var asked = hook.asked().getFirst();
    assertThat(asked.event().get("type").textValue()).isEqualTo("dev.longshore.upload.completing");
    assertThat(asked.header("Webhook-Id")).isEqualTo("completing-" + asked());
    assertThat(asked.header("Webhook-Signature")).isNull();
    assertThat(asked.data().get("path").textValue()).isEqualTo("a.txt");
    assertThat(asked.data().get("totalSize").longValue()).isEqualTo(way.content().length());
  }

  @ParameterizedTest
  @EnumSource
  void refusedUploadIsGone(Way way) throws Exception {
    hook.answer(422, "application/problem+json", "{\"title\":\"Virus\",\"detail\":\"Eicar.\"}");
    var refused = way.go(server);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.problem()).isEqualTo("upload-refused");
    assertThat(refused.json().get("title").textValue()).isEqualTo("Virus");
    assertThat(refused.json().get("detail").textValue()).isEqualTo("Eicar.");
    assertThat(server.object("a.txt")).doesNotExist();
    assertThat(client.head("/uploads/" + asked()).status()).isEqualTo(404);
    assertThat(server.unfinished(asked())).doesNotExist();
    // A piece stays, for it was not asked about.
    assertThat(sessions()).hasSize(way == Way.TUS_CONCATENATION ? 1 : 0);
    assertThat(files()).isEqualTo(way == Way.TUS_CONCATENATION ? 1 : 0);
    assertThat(
            refused.header("Location") == null || !way.creates() || way.name().startsWith("IETF"))
        .isTrue();
    assertThat(hook.asked()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void hookThatIsOfNoUseLeavesTheUploadFullForTheNextOneWhoAsks(Way way) throws Exception {
    hook.refuse(500);
    var answer = way.go(server);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.problem()).isEqualTo("hook-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("5");
    assertThat(server.object("a.txt")).doesNotExist();
    var upload = "/uploads/" + asked();
    if (!way.isKept()) {
      assertThat(client.head(upload).status()).isEqualTo(404);
      return;
    }
    assertThat(answer.offset()).isEqualTo(10);
    if (way.creates()) {
      assertThat(answer.header("Location")).isEqualTo(upload);
    }
    assertThat(client.head(upload).status()).isEqualTo(503);
    assertThat(client.send("POST", upload + "/complete", NONE).status()).isEqualTo(503);
    assertThat(client.get(upload).json().get("status").textValue()).isEqualTo("InProgress");
    hook.refuse(204);
    var head = client.head(upload);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.offset()).isEqualTo(10);
    assertThat(server.object("a.txt")).hasContent("0123456789");
    assertThat(hook.asked()).hasSize(4);
    assertThat(hook.asked())
        .allSatisfy(
            asked -> assertThat(asked.header("webhook-id")).isEqualTo("completing-" + id(upload)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "PATCH", "complete"})
  void fullUploadIsAskedAboutAgain(String verb) throws Exception {
    hook.refuse(500);
    assertThat(Way.TUS.go(server).status()).isEqualTo(503);
    var upload = "/uploads/" + asked();
    hook.refuse(422);
    var refused =
        switch (verb) {
          case "HEAD" -> client.head(upload);
          case "PATCH" -> client.patch(upload, 10, NONE);
          default -> client.send("POST", upload + "/complete", NONE);
        };
    assertThat(refused.status()).isEqualTo(422);
    assertThat(client.head(upload).status()).isEqualTo(404);
    assertThat(server.object("a.txt")).doesNotExist();
  }

  @Test
  void slowHookIs503() throws Exception {
    start(service().with("longshore.hooks.pre-complete.timeout", "1s"));
    hook.hold();
    assertThat(Way.JSON.go(server).problem()).isEqualTo("hook-unavailable");
  }

  @ParameterizedTest
  @EnumSource
  void hookThatIsOfNoUseMayBeIgnored(Way way) throws Exception {
    start(service().with("longshore.hooks.pre-complete.failure-policy", "ignore"));
    hook.refuse(500);
    assertThat(way.go(server).status()).isBetween(200, 204);
    assertThat(server.object("a.txt")).hasContent(way.content());
  }

  @Test
  void refusedUploadGivesItsPlaceBack() throws Exception {
    start(service().with("longshore.limits.max-open-uploads", 1));
    hook.refuse(422);
    assertThat(Way.TUS.go(server).status()).isEqualTo(422);
    hook.refuse(204);
    assertThat(Way.TUS.go(server).status()).isEqualTo(204);
  }

  @Test
  void questionOfAStoppingPodIsNotIgnored() throws Exception {
    start(service().with("longshore.hooks.pre-complete.failure-policy", "ignore"));
    var upload = client.create(10, "a.txt");
    hook.hold();
    var answer = client.patchAsync(upload, 0, BodyPublishers.ofByteArray(BYTES));
    await().until(() -> !hook.asked().isEmpty());
    server.bean(UploadHooks.class).close();
    assertThat(answer.join().problem()).isEqualTo("server-stopping");
    assertThat(server.object("a.txt")).doesNotExist();
    assertThat(session(upload)).contains("\"uploadedBytes\":10").contains("InProgress");
  }

  /** The lease ends after 500 ms unless it is renewed. */
  @Test
  void slowAnswerIsWaitedForByOnePodHoweverManyKnock() throws Exception {
    var service = service().with("longshore.session.lease-patience", "1500ms");
    start(service);
    try (var other = service.start()) {
      var upload = client.create(10, "a.txt");
      var held = hook.hold();
      var first = client.patchAsync(upload, 0, BodyPublishers.ofByteArray(BYTES));
      await().until(() -> !hook.asked().isEmpty());
      // Each waits for three lease times.
      assertThat(other.client().head(upload).status()).isEqualTo(423);
      assertThat(other.client().patch(upload, 0, BYTES).status()).isEqualTo(423);
      assertThat(client.send("POST", upload + "/complete", NONE).status()).isEqualTo(423);
      assertThat(client.tus("DELETE", upload).status()).isEqualTo(423);
      assertThat(hook.asked()).hasSize(1);
      assertThat(other.client().get(upload).json().get("uploadedBytes").longValue()).isEqualTo(10);
      held.answer(204);
      assertThat(first.join().status()).isEqualTo(204);
      assertThat(other.client().head(upload).status()).isEqualTo(200);
      assertThat(hook.asked()).hasSize(1);
    }
    assertThat(server.object("a.txt")).hasContent("0123456789");
  }

  /** As for a pod that stalled, so that another asked meanwhile and was told otherwise. */
  @Test
  void yesThatComesAfterTheLeaseIsNotHeeded() throws Exception {
    var upload = client.create(10, "a.txt");
    var held = hook.hold();
    var first = client.patchAsync(upload, 0, BodyPublishers.ofByteArray(BYTES));
    await().until(() -> !hook.asked().isEmpty());
    // As if somebody else had taken it.
    redis.cli("DEL", "{valiblob:session:" + id(upload) + "}:lease");
    held.answer(204);
    var late = first.join();
    assertThat(late.status()).isEqualTo(503);
    assertThat(late.problem()).isEqualTo("lease-lost");
    assertThat(server.object("a.txt")).doesNotExist();
    hook.refuse(422);
    assertThat(client.head(upload).status()).isEqualTo(422);
    assertThat(files()).isZero();
  }

  @Test
  void sweepAsksAboutWhatWasLeftFull() throws Exception {
    hook.refuse(500);
    assertThat(Way.TUS.go(server).status()).isEqualTo(503);
    var upload = "/uploads/" + asked();
    var later =
        service().with(InstantSource.class, () -> Instant.now().plus(Duration.ofMinutes(5)));
    try (var pod = later.start()) {
      age(upload);
      pod.bean(Sweeper.class).sweep();
      assertThat(server.object("a.txt")).doesNotExist();
      hook.refuse(204);
      pod.bean(Sweeper.class).sweep();
      assertThat(server.object("a.txt")).hasContent("0123456789");
    }
  }

  @Test
  void sweepDoesNotWaitForAHookAgainAndAgain() throws Exception {
    hook.refuse(500);
    for (int i = 0; i < 12; i++) {
      client.patch(client.create(10), 0, BYTES);
    }
    int before = hook.asked().size();
    var later =
        service().with(InstantSource.class, () -> Instant.now().plus(Duration.ofMinutes(5)));
    try (var pod = later.start()) {
      pod.bean(Sweeper.class).sweep();
    }
    assertThat(hook.asked()).hasSize(before + 5);
  }

  private void age(String upload) throws IOException {
    var time = FileTime.from(Instant.now().minus(Duration.ofMinutes(2)));
    Files.setLastModifiedTime(server.unfinished(upload), time);
  }
}
