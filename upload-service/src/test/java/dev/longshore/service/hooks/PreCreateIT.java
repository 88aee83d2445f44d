package dev.longshore.service.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.IetfRequest;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.redis.RedisServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A hook before creations, in every dialect. */
class PreCreateIT {

  private static final byte[] KEY = "a key of at least twenty-four bytes".getBytes();

  @TempDir private Path folder;
  private final RedisServer redis = RedisServer.start();
  private HookServer hook;
  private TestServer server;
  private UploadClient client;

  /** Every way to create an upload of {@code 0123456789}. */
  enum Creation {
    TUS,
    TUS_DEFERRED,
    TUS_WITH_UPLOAD,
    IETF,
    IETF_PUT_WHOLE,
    JSON;

    private static final byte[] BYTES = "0123456789".getBytes();

    Answer send(UploadClient client) {
      var metadata = "path YS9iLnR4dA==,filetype dGV4dC9wbGFpbg==,note aGk=";
      var ietf = IetfRequest.in(8).with("Content-Type", "text/plain");
      return switch (this) {
        case TUS -> client.tusCreate(10, "Upload-Metadata", metadata);
        case TUS_DEFERRED ->
            client.tus("POST", "/uploads", "Upload-Defer-Length", "1", "Upload-Metadata", metadata);
        case TUS_WITH_UPLOAD ->
            client.send(
                "POST",
                "/uploads",
                BYTES,
                "Tus-Resumable",
                "1.0.0",
                "Upload-Length",
                "10",
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Metadata",
                metadata);
        case IETF ->
            client.send(
                "POST",
                "/uploads?path=a/b.txt",
                new byte[0],
                ietf.complete(false).length(10).with("Upload-Metadata", "note aGk=").fields());
        case IETF_PUT_WHOLE ->
            client.send(
                "PUT",
                "/uploads?path=a/b.txt",
                BYTES,
                ietf.complete(true).with("Upload-Metadata", "note aGk=").fields());
        case JSON ->
            client.json(
                """
                {"totalSize": 10, "path": "a/b.txt", "contentType": "text/plain",
                 "metadata": {"note": "hi"}}
                """);
      };
    }
  }

  @BeforeEach
  void start() throws IOException {
    hook = HookServer.start();
    start(service());
  }

  private TestServer.Builder service() {
    return TestServer.storingIn(folder)
        .with("longshore.session.store", "redis")
        .with("longshore.session.redis.connection-string", redis.endpoint())
        .with("longshore.hooks.pre-create.url", hook.uri())
        .with("longshore.hooks.pre-create.timeout", "30s")
        .with("longshore.hooks.pre-create.headers", "X-Tenant,X-Absent,x-list")
        .with(
            "longshore.hooks.pre-create.signing-secrets",
            "whsec_" + Base64.getEncoder().encodeToString(KEY));
  }

  private void start(TestServer.Builder service) {
    if (server != null) {
      server.close();
    }
    server = service.start();
    client = server.client().sending("X-Tenant", "acme", "X-List", "1", "X-List", "2");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    hook.close();
    redis.close();
  }

  private List<String> keys() {
    return redis.cli("KEYS", "valiblob:session:*").lines().filter(key -> !key.isBlank()).toList();
  }

  private long files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @ParameterizedTest
  @EnumSource
  void hookIsToldWhatTheUploadShallBe(Creation creation) throws Exception {
    var created = creation.send(client);
    assertThat(created.status()).isEqualTo(201);
    var id = created.header("Location").substring("/uploads/".length());
    assertThat(hook.asked()).hasSize(1);
    var asked = hook.asked().getFirst();
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.header("Content-Type")).startsWith("application/cloudevents+json");
    var event = asked.event();
    assertThat(event.get("specversion").textValue()).isEqualTo("1.0");
    assertThat(event.get("type").textValue()).isEqualTo("dev.longshore.upload.creating");
    assertThat(event.get("id").textValue()).isEqualTo("creating-" + id);
    assertThat(event.get("source").textValue()).isEqualTo("/uploads");
    assertThat(event.get("subject").textValue()).isEqualTo(id);
    assertThat(Instant.parse(event.get("time").textValue()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    var data = asked.data();
    assertThat(data.get("uploadId").textValue()).isEqualTo(id);
    assertThat(data.get("path").textValue()).isEqualTo("a/b.txt");
    assertThat(data.get("contentType").textValue()).isEqualTo("text/plain");
    assertThat(data.get("metadata").get("note").textValue()).isEqualTo("hi");
    assertThat(data.get("headers").toString())
        .isEqualTo("{\"X-Tenant\":[\"acme\"],\"X-Absent\":[],\"x-list\":[\"1\",\"2\"]}");
    assertThat(data.has("owner")).isFalse();
    assertThat(data.has("totalSize")).isEqualTo(creation != Creation.TUS_DEFERRED);
    assertThat(asked.header("Webhook-Id")).isEqualTo("creating-" + id);
    assertThat(asked.header("Webhook-Signature")).isEqualTo(signature(asked));
  }

  /** As the specification of Standard Webhooks says, without any code of the service. */
  private static String signature(HookServer.Asked asked) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    var signed =
        asked.header("Webhook-Id") + "." + asked.header("Webhook-Timestamp") + "." + asked.body();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @EnumSource
  void refusedUploadIsNothing(Creation creation) throws Exception {
    hook.answer(
        422,
        "application/problem+json",
        "{\"type\":\"https://inner\",\"title\":\"No cats\",\"detail\":\"Dogs only.\",\"x\":1}");
    var refused = creation.send(client);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.problem()).isEqualTo("upload-refused");
    assertThat(refused.json().toString())
        .isEqualTo(
            "{\"type\":\"https://longshore.dev/problems/upload-refused\",\"title\":\"No"
                + " cats\",\"status\":422,\"detail\":\"Dogs only.\"}");
    assertThat(refused.header("Location")).isNull();
    assertThat(refused.header("X-Inner")).isNull();
    assertThat(keys()).isEmpty();
    assertThat(files()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"401, 401", "403, 403", "409, 409", "413, 413", "415, 415", "418, 403"})
  void refusalWithoutAWordIsOneOfOurs(int status, int answered) {
    hook.refuse(status);
    var refused = Creation.TUS.send(client);
    assertThat(refused.status()).isEqualTo(answered);
    assertThat(refused.problem()).isEqualTo("upload-refused");
    assertThat(refused.header("WWW-Authenticate"))
        .isEqualTo(status == 401 ? "Bearer realm=\"longshore\"" : null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tus", "ietf"})
  void isAskedBeforeTheFirstByteIsTaken(String dialect) throws Exception {
    hook.refuse(403);
    try (var wire = server.wire()) {
      if (dialect.equals("tus")) {
        wire.head(
            "POST",
            "/uploads",
            "Tus-Resumable: 1.0.0",
            "Upload-Length: 10",
            "Content-Type: application/offset+octet-stream",
            "Content-Length: 10");
      } else {
        wire.head("POST", "/uploads", IetfRequest.in(8).complete(true).content(10).lines());
      }
      var refused = wire.answerOrInterim();
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.problem()).isEqualTo("upload-refused");
    }
    assertThat(keys()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void hookRenamesAndDescribes(Creation creation) {
    hook.answer(
        """
        {"path": "elsewhere/c.txt", "contentType": "text/markdown",
         "metadata": {"note": null, "by": "hook"}}
        """);
    var created = creation.send(client);
    assertThat(created.status()).isEqualTo(201);
    var upload = created.header("Location");
    var seen = client.get(upload).json();
    assertThat(seen.get("path").textValue()).isEqualTo("elsewhere/c.txt");
    assertThat(seen.get("contentType").textValue()).isEqualTo("text/markdown");
    assertThat(seen.get("metadata").get("by").textValue()).isEqualTo("hook");
    assertThat(seen.get("metadata").has("note")).isFalse();
    assertThat(seen.get("metadata").has("filetype")).isEqualTo(creation.name().startsWith("TUS"));
    assertThat(client.head(upload).header("Upload-Metadata")).contains("by aG9vaw==");
    long offset = seen.get("uploadedBytes").longValue();
    if (offset == 0) {
      assertThat(client.patch(upload, 0, Creation.BYTES, "Upload-Length", "10").status())
          .isEqualTo(204);
    }
    assertThat(server.object("elsewhere/c.txt")).hasContent("0123456789");
    assertThat(server.object("a/b.txt")).doesNotExist();
  }

  @Test
  void tagsAreKeptAndNotShownToClients() {
    hook.answer("{\"tags\": {\"team\": \"media\"}}");
    var upload = client.create(10);
    var stored = redis.cli("GET", "valiblob:session:" + upload.substring("/uploads/".length()));
    assertThat(stored).contains("\"tags\":{\"team\":\"media\"}").hasSizeLessThan(512);
    assertThat(client.get(upload).json().has("tags")).isFalse();
  }

  @Test
  void placeOfTheHookMayBeTaken() throws Exception {
    Files.writeString(folder.resolve("taken.txt"), "old");
    hook.answer("{\"path\": \"taken.txt\"}");
    var refused = Creation.JSON.send(client);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.problem()).isEqualTo("path-taken");
    hook.answer("{\"path\": \"free.txt\"}");
    assertThat(client.json("{\"totalSize\":1,\"path\":\"taken.txt\"}").status()).isEqualTo(201);
    assertThat(keys()).hasSize(1);
  }

  @Test
  void placeOfTheHookMustBeOneOfTheCallers() throws Exception {
    var tokens = Files.createDirectories(folder.resolve("tokens"));
    Files.writeString(tokens.resolve("alice"), "alices-token-of-32-characters-00");
    start(
        service()
            .with("longshore.access.mode", "tokens")
            .with("longshore.access.tokens.path", tokens.toString())
            .with("longshore.access.path-prefixes", "users/{owner}"));
    var alice = server.client().bearer("alices-token-of-32-characters-00");
    hook.answer("{\"path\": \"users/bob/a.txt\"}");
    var refused = alice.tusCreate(1);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.problem()).isEqualTo("path-forbidden");
    hook.answer("{\"path\": \"users/alice/a.txt\"}");
    var created = alice.json("{\"totalSize\":1,\"path\":\"users/bob/b.txt\"}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(hook.asked().getLast().data().get("owner").textValue()).isEqualTo("alice");
    assertThat(alice.get(created.header("Location")).json().get("path").textValue())
        .isEqualTo("users/alice/a.txt");
  }

  @Test
  void typeOfTheHookMustBeAllowed() {
    start(service().with("longshore.limits.allowed-content-types", "image/*"));
    assertThat(client.tusCreate(1).problem()).isEqualTo("type-not-allowed");
    hook.answer("{\"contentType\": \"image/png\"}");
    assertThat(client.tusCreate(1).status()).isEqualTo(201);
  }

  /** How a hook can be of no use. */
  enum Trouble {
    SLOW,
    GONE,
    ANSWERS_500,
    ANSWERS_404,
    REDIRECTS,
    NO_JSON,
    HUGE,
    IMPOSSIBLE_PATH;

    TestServer.Builder patience(TestServer.Builder service) {
      return this == SLOW ? service.with("longshore.hooks.pre-create.timeout", "1s") : service;
    }

    void befall(HookServer hook) {
      switch (this) {
        case SLOW -> {
          hook.hold();
          hook.hold();
        }
        case GONE -> hook.close();
        case ANSWERS_500 -> hook.refuse(500);
        case ANSWERS_404 -> hook.refuse(404);
        case REDIRECTS -> hook.refuse(307);
        case NO_JSON -> hook.answer(200, "text/html", "<html>Sign in</html>");
        case HUGE -> hook.answer("{\"metadata\":{\"a\":\"" + "x".repeat(1 << 17) + "\"}}");
        case IMPOSSIBLE_PATH -> hook.answer("{\"path\": \"../../etc/passwd\"}");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void hookThatIsOfNoUseIs503(Trouble trouble) throws Exception {
    start(trouble.patience(service()));
    trouble.befall(hook);
    for (var creation : List.of(Creation.JSON, Creation.IETF_PUT_WHOLE)) {
      var answer = creation.send(client);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.problem()).isEqualTo("hook-unavailable");
      assertThat(answer.header("Retry-After")).isEqualTo("5");
    }
    assertThat(keys()).isEmpty();
    assertThat(files()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void hookThatIsOfNoUseMayBeIgnored(Trouble trouble) {
    start(trouble.patience(service()).with("longshore.hooks.pre-create.failure-policy", "ignore"));
    trouble.befall(hook);
    var created = Creation.JSON.send(client);
    assertThat(created.status()).isEqualTo(201);
    assertThat(client.get(created.header("Location")).json().get("path").textValue())
        .isEqualTo("a/b.txt");
  }

  @Test
  void refusalIsHeededWhateverThePolicy() {
    start(service().with("longshore.hooks.pre-create.failure-policy", "ignore"));
    hook.refuse(403);
    assertThat(Creation.JSON.send(client).status()).isEqualTo(403);
  }

  @Test
  void pieceIsNotAskedAboutAndTheirWholeIs() {
    var piece = client.tusCreate(3, "Upload-Concat", "partial").header("Location");
    assertThat(client.patch(piece, 0, "abc".getBytes()).status()).isEqualTo(204);
    assertThat(hook.asked()).isEmpty();
    hook.refuse(403);
    assertThat(client.tus("POST", "/uploads", "Upload-Concat", "final;" + piece).problem())
        .isEqualTo("upload-refused");
    hook.answer("{\"path\": \"whole.txt\"}");
    assertThat(client.tus("POST", "/uploads", "Upload-Concat", "final;" + piece).status())
        .isEqualTo(201);
    assertThat(hook.asked().getLast().data().get("totalSize").longValue()).isEqualTo(3);
    assertThat(server.object("whole.txt")).hasContent("abc");
  }

  @Test
  void whatIsWrongAnywayIsNotAskedAbout() {
    assertThat(client.json("{\"totalSize\":1,\"path\":\"../a\"}").status()).isEqualTo(400);
    assertThat(client.tusCreate(-1).status()).isEqualTo(400);
    assertThat(hook.asked()).isEmpty();
  }

  @Test
  void slowHookHoldsNobodyElseUp() {
    var upload = client.create(3);
    var held = hook.hold();
    var slow =
        client.sendAsync(
            "POST",
            "/uploads",
            BodyPublishers.ofString("{\"totalSize\":1}"),
            "Content-Type",
            "application/json");
    await().until(() -> hook.asked().size() == 2);
    assertThat(client.patch(upload, 0, "abc".getBytes()).status()).isEqualTo(204);
    assertThat(client.create(3)).isNotNull();
    held.answer(403);
    assertThat(slow.join().status()).isEqualTo(403);
  }
}
