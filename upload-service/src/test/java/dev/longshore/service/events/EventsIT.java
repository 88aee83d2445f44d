package dev.longshore.service.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.events.Receiver.Received;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.Acquisition;
import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.Urgency;
import dev.longshore.service.session.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What receivers get to know of uploads, and what becomes of what they do not take. */
class EventsIT {

  private static final String KEY = "valiblob:session:";
  private static final String STREAM = "{" + KEY + "}:events";

  @TempDir private Path folder;
  private RedisServer redis;
  private Receiver receiver;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    receiver = Receiver.start();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    if (redis != null) {
      redis.close();
    }
    receiver.close();
  }

  private TestServer.Builder telling(String store) {
    var builder =
        TestServer.storingIn(folder)
            .with("longshore.session.store", store)
            .with("longshore.session.lease-duration", "1s")
            .with("longshore.events.enabled", true)
            .with("longshore.events.retry-backoff", "50ms")
            .with("longshore.events.retry-max-backoff", "200ms")
            .with("longshore.events.look-interval", "1s");
    if (store.equals("redis")) {
      redis = redis == null ? RedisServer.start() : redis;
      builder.with("longshore.session.redis.connection-string", redis.endpoint());
    }
    return endpoint(builder, 0, "audit");
  }

  private TestServer.Builder endpoint(TestServer.Builder builder, int number, String name) {
    var prefix = "longshore.events.endpoints.e" + number + ".";
    return builder
        .with(prefix + "name", name)
        .with(prefix + "url", receiver.url())
        .with(prefix + "secret", Receiver.SECRET);
  }

  private UploadClient client() {
    return server.client();
  }

  private void assertTold(String upload, String... types) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(receiver.types(upload)).containsExactly(types));
    assertThat(receiver.accepted()).extracting(Received::problem).containsOnlyNulls();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "redis"})
  void lifeOfUploadsIsTold(String store) {
    server = telling(store).start();
    var completed =
        client()
            .json(
                "{\"path\":\"v/a.mp4\",\"totalSize\":6,\"contentType\":\"video/mp4\","
                    + "\"metadata\":{\"title\":\"Ünder\"}}")
            .json()
            .get("uploadId")
            .textValue();
    client().patch("/uploads/" + completed, 0, "abc".getBytes());
    client().patch("/uploads/" + completed, 3, "def".getBytes());
    var empty = client().create(0);
    var aborted = client().create(10);
    client().tus("DELETE", aborted);
    client().tus("DELETE", "/uploads/" + completed);
    var piece = client().tus("POST", "/uploads", "Upload-Length", "3", "Upload-Concat", "partial");
    var pieceUrl = piece.header("Location");
    client().patch(pieceUrl, 0, "abc".getBytes());
    var whole =
        client()
            .tus("POST", "/uploads", "Upload-Concat", "final;" + pieceUrl + " " + pieceUrl)
            .header("Location");
    client().tus("DELETE", pieceUrl);

    assertTold("/uploads/" + completed, "created", "progressed", "completed");
    assertTold(empty, "created", "completed");
    assertTold(aborted, "created", "aborted");
    assertTold(pieceUrl, "created", "completed", "aborted");
    assertTold(whole, "created", "completed");
    var all = receiver.accepted().stream().filter(r -> r.upload().equals(completed)).toList();
    assertThat(all)
        .extracting(Received::id)
        .containsExactly(completed + ":1", completed + ":2", completed + ":3");
    var last = all.getLast().json();
    assertThat(last.get("source").textValue()).isEqualTo("/uploads");
    assertThat(last.get("sequence").textValue()).isEqualTo("0000000003");
    var data = last.get("data");
    assertThat(data.get("path").textValue()).isEqualTo("v/a.mp4");
    assertThat(data.get("totalSize").longValue()).isEqualTo(6);
    assertThat(data.get("uploadedBytes").longValue()).isEqualTo(6);
    assertThat(data.get("contentType").textValue()).isEqualTo("video/mp4");
    assertThat(data.get("status").textValue()).isEqualTo("Complete");
    assertThat(data.get("metadata").get("title").textValue()).isEqualTo("Ünder");
    assertThat(data.get("updatedAt")).isEqualTo(last.get("time"));
    assertThat(all.get(1).json().at("/data/uploadedBytes").longValue()).isEqualTo(3);
    assertThat(
            receiver.accepted().stream()
                .filter(r -> pieceUrl.endsWith(r.upload()))
                .allMatch(r -> r.json().at("/data/partial").booleanValue()))
        .isTrue();
  }

  @Test
  void memoryTellsOfWhatExpired() {
    server = telling("memory").with("longshore.session.memory-expiration", "1s").start();
    var upload = client().create(10);
    client().patch(upload, 0, new byte[4]);
    assertTold(upload, "created", "progressed", "expired");
  }

  @Test
  void whatComesWithARefusedCreationIsToldToo() {
    server = telling("redis").start();
    var refused =
        client()
            .send(
                "POST",
                "/uploads",
                "abc".getBytes(),
                "Tus-Resumable",
                "1.0.0",
                "Upload-Length",
                "3",
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Checksum",
                "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    assertThat(refused.status()).isEqualTo(460);
    await().until(() -> receiver.accepted().size() == 2);
    assertThat(receiver.accepted())
        .extracting(Received::type)
        .containsExactly("created", "aborted");
  }

  /** A pod dies between marking an upload as ended and freeing it; its client ends it again. */
  @Test
  void terminationThatIsDoneInTwoPartsIsToldOnce() {
    server = telling("redis").start();
    var upload = client().create(10);
    var store = server.bean(SessionStore.class);
    var id = upload.substring(upload.lastIndexOf('/') + 1);
    var taken =
        (Acquisition.Acquired) store.acquire(id, "dead", Duration.ofSeconds(5), Urgency.NOW);
    var ended = taken.session().withStatus(SessionStatus.Aborted, Instant.now());
    assertThat(store.commitAndRelease(taken.lease(), 0, ended)).isTrue();
    assertThat(client().tus("DELETE", upload).status()).isEqualTo(204);
    assertThat(redis.cli("XLEN", STREAM)).isEqualTo("2");
    assertTold(upload, "created", "aborted");
  }

  @Test
  void uploadWhoseBytesAreGoneIsAborted() throws Exception {
    server = telling("redis").start();
    var upload = client().create(6);
    client().patch(upload, 0, "abc".getBytes());
    Files.delete(server.unfinished(upload));
    assertThat(client().patch(upload, 3, "def".getBytes()).status()).isEqualTo(410);
    assertTold(upload, "created", "progressed", "aborted");
  }

  @Test
  void streamHasTheSame() {
    server = telling("redis").start();
    var upload = client().create(3, "a.txt");
    client().patch(upload, 0, "abc".getBytes());
    assertTold(upload, "created", "completed");
    var entries = redis.cli("XRANGE", STREAM, "-", "+");
    assertThat(entries)
        .contains("dev.longshore.upload.created", "dev.longshore.upload.completed", "0000000002")
        .contains("\"path\":\"a.txt\"");
    assertThat(redis.cli("KEYS", KEY + "*").lines()).hasSize(1);
    assertThat(redis.cli("XPENDING", STREAM, "audit").lines().findFirst()).contains("0");
    assertThat(redis.cli("HGETALL", STREAM + ":open")).isEmpty();
  }

  /** Neither where it is stored, nor with what credentials it came. */
  @Test
  void nothingSecretIsTold() {
    server = telling("redis").with("longshore.access.mode", "none").start();
    var upload =
        client()
            .tusCreate(3, "Authorization", "Bearer s3cr3t-token", "Cookie", "s3cr3t-cookie")
            .header("Location");
    client().patch(upload, 0, "abc".getBytes(), "Authorization", "Bearer s3cr3t-token");
    assertTold(upload, "created", "completed");
    assertThat(receiver.accepted())
        .allSatisfy(received -> {
          assertThat(received.body()).doesNotContain("s3cr3t", "storageState", "whsec_");
          assertThat(received.headers().toString()).doesNotContain("s3cr3t", "whsec_");
        });
    assertThat(redis.cli("XRANGE", STREAM, "-", "+")).doesNotContain("s3cr3t", "whsec_");
  }

  @Test
  void progressIsToldOnceInItsInterval() {
    server = telling("redis").with("longshore.events.progress-interval", "1s").start();
    var upload = client().create(1000);
    var began = Instant.now();
    for (int offset = 0; offset < 999; offset++) {
      assertThat(client().patch(upload, offset, new byte[1]).status()).isEqualTo(204);
    }
    client().patch(upload, 999, new byte[1]);
    long seconds = Duration.between(began, Instant.now()).toSeconds();
    await().until(() -> receiver.types(upload).contains("completed"));
    assertThat(receiver.types(upload).stream().filter("progressed"::equals).count())
        .isBetween(1L, seconds + 2);
  }

  @Test
  void noProgressIsToldWithoutAnInterval() {
    server = telling("redis").with("longshore.events.progress-interval", "0s").start();
    var upload = client().create(2);
    client().patch(upload, 0, new byte[1]);
    client().patch(upload, 1, new byte[1]);
    assertTold(upload, "created", "completed");
  }

  @Test
  void endpointsGetTheTypesTheyWantAndEachOfThemAll() throws IOException {
    try (var second = Receiver.start()) {
      var builder =
          telling("redis").with("longshore.events.endpoints.e0.types", "completed,aborted");
      server =
          endpoint(builder, 1, "all")
              .with("longshore.events.endpoints.e1.url", second.url())
              .start();
      var upload = client().create(1);
      client().patch(upload, 0, new byte[1]);
      assertTold(upload, "completed");
      await().until(() -> second.types(upload).equals(List.of("created", "completed")));
      await()
          .until(
              () -> redis.cli("XPENDING", STREAM, "audit").lines().findFirst().get().equals("0"));
    }
  }

  @Test
  void failingEventHoldsBackItsUploadOnly() {
    server = telling("redis").start();
    var bad = client().create(1);
    var badId = bad.substring(bad.lastIndexOf('/') + 1);
    assertTold(bad, "created");
    var fails = new AtomicInteger();
    receiver.answer(event -> {
      boolean isBad = event.upload().equals(badId) && event.type().equals("completed");
      return isBad && fails.incrementAndGet() < 10 ? 500 : 204;
    });
    client().patch(bad, 0, new byte[1]);
    await().until(() -> fails.get() > 2);
    var good = client().create(1);
    client().patch(good, 0, new byte[1]);
    assertTold(good, "created", "completed");
    assertThat(fails.get()).isLessThan(10);
    assertTold(bad, "created", "completed");
  }

  @Test
  void hangingClosingAndRedirectingReceiversAreTriedAgain() throws IOException {
    try (var elsewhere = Receiver.start()) {
      server = telling("redis").with("longshore.events.endpoints.e0.timeout", "300ms").start();
      receiver.answerWith(Map.of("Location", elsewhere.url()));
      var answers = new ArrayList<>(List.of(Receiver.HANG, Receiver.CLOSE, 307, 301, 404, 503));
      receiver.answer(event -> {
        synchronized (answers) {
          return answers.isEmpty() ? 200 : answers.removeFirst();
        }
      });
      var upload = client().create(0);
      assertTold(upload, "created", "completed");
      assertThat(elsewhere.accepted()).isEmpty();
    }
  }

  @Test
  void retryAfterIsHeeded() {
    server = telling("redis").start();
    receiver.answerWith(Map.of("Retry-After", "2"));
    var times = new ArrayList<Instant>();
    receiver.answer(event -> {
      times.add(Instant.now());
      return times.size() == 1 ? 429 : 204;
    });
    var upload = client().create(1);
    assertTold(upload, "created");
    assertThat(Duration.between(times.get(0), times.get(1))).isGreaterThan(Duration.ofMillis(1900));
  }

  @ParameterizedTest
  @CsvSource({"410, 72h, 1", "500, 1ms, 1"})
  void whatIsRefusedOrTooOldIsPutAside(int status, String maxAge, int attempts) {
    server = telling("redis").with("longshore.events.max-age", maxAge).start();
    var tried = new AtomicInteger();
    receiver.answer(event -> {
      if (event.type().equals("created")) {
        tried.incrementAndGet();
        return status;
      }
      return 204;
    });
    var upload = client().create(1);
    client().patch(upload, 0, new byte[1]);
    assertTold(upload, "completed");
    assertThat(tried).hasValue(attempts);
    assertThat(redis.cli("XRANGE", STREAM + ":dead", "-", "+"))
        .contains("endpoint", "audit", "why", "it answered " + status, ":1", "created");
    assertThat(redis.cli("XPENDING", STREAM, "audit").lines().findFirst()).contains("0");
  }

  @Test
  void deliveryGoesOnAfterRedisWasAwayAndUploadsDoNotWaitForReceivers() {
    redis = RedisServer.start("--appendonly", "yes");
    server = telling("redis").start();
    receiver.answer(event -> 500);
    var upload = client().create(6);
    assertThat(client().patch(upload, 0, "abc".getBytes()).status()).isEqualTo(204);
    redis.stop();
    receiver.answer(event -> 204);
    redis.startAgain();
    await().atMost(Duration.ofSeconds(20)).until(() -> client().head(upload).status() == 200);
    assertThat(client().patch(upload, 3, "def".getBytes()).status()).isEqualTo(204);
    assertTold(upload, "created", "progressed", "completed");
  }

  @ParameterizedTest
  @CsvSource({
    "endpoints.e0.name, Not Good, e0.name (LONGSHORE_EVENTS_ENDPOINTS_E0_NAME)",
    "endpoints.e0.url, ftp://x, e0.url (LONGSHORE_EVENTS_ENDPOINTS_E0_URL)",
    "endpoints.e0.secret, hunter2, e0.secret (LONGSHORE_EVENTS_ENDPOINTS_E0_SECRET)",
    "endpoints.e0.types, deleted, e0.types (LONGSHORE_EVENTS_ENDPOINTS_E0_TYPES)",
    "endpoints.e0.timeout, soon, e0.timeout (LONGSHORE_EVENTS_ENDPOINTS_E0_TIMEOUT)",
    "endpoints.e0.ca-certificate, /absent.pem, e0.ca-certificate (LONGSHORE_EVENTS_ENDPOINTS_E0_CA_CERTIFICATE)",
    "endpoints.e1.name, b, e1.url (LONGSHORE_EVENTS_ENDPOINTS_E1_URL)",
    "max-length, 0, max-length (LONGSHORE_EVENTS_MAX_LENGTH)",
    "source, 'not a uri', source (LONGSHORE_EVENTS_SOURCE)",
    "progress-interval, often, progress-interval (LONGSHORE_EVENTS_PROGRESS_INTERVAL)"
  })
  void wrongOptionEndsTheStart(String option, String value, String named) {
    var builder = telling("memory").with("longshore.events." + option, value);
    assertThatThrownBy(builder::start)
        .hasStackTraceContaining(named)
        .satisfies(e -> assertThat(e.toString()).doesNotContain("hunter2"));
  }

  @Test
  void twoEndpointsOfOneNameEndTheStart() {
    var builder = endpoint(telling("memory"), 1, "audit");
    assertThatThrownBy(builder::start).hasStackTraceContaining("that of another endpoint");
  }
}
