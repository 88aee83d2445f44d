package dev.longshore.service.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.memory.InMemorySessionStore;
import dev.longshore.service.storage.s3.S3Bucket;
import dev.longshore.service.storage.s3.S3Server;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.Tag;

/** Hooks over a real S3 server: nothing is an object before it may be, and tags are on it. */
class HooksOnS3IT {

  private static final int PART = (int) S3Bucket.PART;

  @TempDir private Path folder;
  private final S3Bucket bucket = new S3Bucket(S3Server.shared());
  private final SessionStore sessions =
      new InMemorySessionStore(Duration.ofHours(1), InstantSource.system());
  private HookServer hook;

  @BeforeEach
  void start() throws IOException {
    hook = HookServer.start();
  }

  @AfterEach
  void stop() {
    hook.close();
    bucket.close();
  }

  private TestServer.Builder service() {
    return TestServer.storingIn(folder)
        .sharing(sessions)
        .with("longshore.storage.type", "s3")
        .with("longshore.storage.s3.bucket", bucket.name())
        .with("longshore.storage.s3.prefix", "media/")
        .with("longshore.storage.s3.endpoint", bucket.server().endpoint())
        .with("longshore.storage.s3.region", S3Server.REGION)
        .with("longshore.storage.s3.path-style", true)
        .with("longshore.storage.s3.access-key-id", S3Server.ACCESS_KEY_ID)
        .with("longshore.storage.s3.secret-access-key", S3Server.SECRET_ACCESS_KEY)
        .with("longshore.storage.s3.part-size", S3Bucket.PART)
        .with("longshore.storage.s3.tags", "team=all,kind=upload");
  }

  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private Map<String, String> tags(String path) {
    return bucket
        .client()
        .getObjectTagging(b -> b.bucket(bucket.name()).key("media/" + path))
        .tagSet()
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  /** Made at once, of tails, or of parts; begun on one pod and completed on another. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1000, PART + 1000})
  void tagsOfTheHookAreOnTheObject(int length) throws Exception {
    hook.answer("{\"tags\": {\"team\": \"media\", \"retention\": \"90 days\"}}");
    var bytes = bytes(length);
    try (var one = service().with("longshore.hooks.pre-create.url", hook.uri()).start();
        var other = service().start()) {
      var upload = one.client().create(length, "tagged.bin");
      if (length > 0) {
        int half = length / 2;
        append(one.client(), upload, bytes, 0, half);
        append(other.client(), upload, bytes, half, length);
      }
    }
    assertThat(bucket.object("tagged.bin")).isEqualTo(bytes);
    assertThat(tags("tagged.bin"))
        .isEqualTo(Map.of("team", "media", "retention", "90 days", "kind", "upload"));
  }

  @Test
  void tagsOfTheHookAreOnWhatIsMadeAtOnce() {
    hook.answer("{\"tags\": {\"retention\": \"90d\"}}");
    try (var one = service().with("longshore.hooks.pre-create.url", hook.uri()).start()) {
      append(one.client(), one.client().create(10, "small.bin"), bytes(10), 0, 10);
    }
    assertThat(tags("small.bin"))
        .isEqualTo(Map.of("team", "all", "kind", "upload", "retention", "90d"));
  }

  @Test
  void noMoreTagsThanS3TakesAreSent() {
    hook.answer(
        "{\"tags\":{\"1\":\"\",\"2\":\"\",\"3\":\"\",\"4\":\"\",\"5\":\"\",\"6\":\"\",\"7\":\"\","
            + "\"8\":\"\",\"9\":\"\",\"10\":\"\"}}");
    try (var one = service().with("longshore.hooks.pre-create.url", hook.uri()).start()) {
      append(one.client(), one.client().create(10, "many.bin"), bytes(10), 0, 10);
    }
    assertThat(tags("many.bin")).hasSize(10).doesNotContainKey("team");
  }

  private static void append(UploadClient client, String upload, byte[] bytes, int from, int to) {
    var answer = client.patch(upload, from, java.util.Arrays.copyOfRange(bytes, from, to));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, PART + 1000})
  void nothingIsAnObjectBeforeTheHookSaysYes(int length) {
    var bytes = bytes(length);
    try (var one = service().with("longshore.hooks.pre-complete.url", hook.uri()).start()) {
      var upload = one.client().create(length, "asked.bin");
      var held = hook.hold();
      var answer = one.client().patchAsync(upload, 0, BodyPublishers.ofByteArray(bytes));
      await().until(() -> !hook.asked().isEmpty());
      assertThat(bucket.object("asked.bin")).isNull();
      assertThat(one.client().get(upload).json().get("uploadedBytes").intValue()).isEqualTo(length);
      held.answer(204);
      assertThat(answer.join().status()).isEqualTo(204);
    }
    assertThat(bucket.object("asked.bin")).isEqualTo(bytes);
    await().untilAsserted(() -> assertThat(bucket.keys("")).containsExactly("media/asked.bin"));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, PART + 1000})
  void nothingIsLeftOfARefusedUpload(int length) {
    hook.refuse(422);
    try (var one = service().with("longshore.hooks.pre-complete.url", hook.uri()).start()) {
      var upload = one.client().create(length, "refused.bin");
      assertThat(one.client().patch(upload, 0, bytes(length)).status()).isEqualTo(422);
      assertThat(one.client().head(upload).status()).isEqualTo(404);
    }
    assertThat(bucket.keys("")).isEmpty();
    assertThat(bucket.multipartUploads()).isEmpty();
  }
}
