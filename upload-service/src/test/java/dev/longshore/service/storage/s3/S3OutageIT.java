package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bucket that stalls or is away: clients are told to come back, and nothing acknowledged is lost.
 */
class S3OutageIT {

  private static final int PART = (int) S3Bucket.PART;

  @TempDir private Path folder;

  private final S3Server s3 = S3Server.start();
  private final S3Bucket bucket = new S3Bucket(s3);
  private TestServer server;
  private UploadClient client;

  @BeforeEach
  void start() {
    server =
        TestServer.storingIn(folder)
            .with("longshore.storage.type", "s3")
            .with("longshore.storage.s3.bucket", bucket.name())
            .with("longshore.storage.s3.prefix", "media")
            .with("longshore.storage.s3.endpoint", s3.endpoint())
            .with("longshore.storage.s3.region", S3Server.REGION)
            .with("longshore.storage.s3.path-style", true)
            .with("longshore.storage.s3.access-key-id", S3Server.ACCESS_KEY_ID)
            .with("longshore.storage.s3.secret-access-key", S3Server.SECRET_ACCESS_KEY)
            .with("longshore.storage.s3.part-size", PART)
            .with("longshore.storage.s3.timeout", "1s")
            .with("longshore.storage.s3.attempts", 2)
            .start();
    client = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
    bucket.close();
    s3.close();
  }

  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void stalledBucketIs503AndTheUploadGoesOn() {
    var bytes = bytes(3 * PART + 1000);
    var upload = client.create(bytes.length, "a/b.bin");
    var other = client.create(bytes.length, "other.bin");
    assertThat(client.patch(upload, 0, Arrays.copyOf(bytes, PART + 9)).status()).isEqualTo(204);
    s3.pause();
    try {
      var rest = Arrays.copyOfRange(bytes, PART + 9, bytes.length);
      var stalled = client.patchAsync(upload, PART + 9, BodyPublishers.ofByteArray(rest));
      assertThat(client.head(other).status()).as("HEAD needs no bucket").isEqualTo(200);
      var answer = stalled.orTimeout(60, TimeUnit.SECONDS).join();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.problem()).isEqualTo("storage-unavailable");
      assertThat(answer.header("Retry-After")).isNotNull();
      assertThat(client.head(upload).header("Upload-Offset")).isEqualTo(Integer.toString(PART + 9));
    } finally {
      s3.resume();
    }
    finish(upload, bytes);
    assertThat(Arrays.equals(bucket.object("a/b.bin"), bytes)).isTrue();
  }

  @Test
  void bucketThatIsAwayIs503AndComesBack() {
    var bytes = bytes(2 * PART);
    var upload = client.create(bytes.length, "o");
    assertThat(client.patch(upload, 0, Arrays.copyOf(bytes, 1000)).status()).isEqualTo(204);
    s3.kill();
    var rest = Arrays.copyOfRange(bytes, 1000, bytes.length);
    assertThat(client.patch(upload, 1000, rest).status()).isEqualTo(503);
    assertThat(client.head(upload).header("Upload-Offset")).isEqualTo("1000");
    assertThat(client.get("/health").status()).isEqualTo(503);
    s3.startAgain();
    finish(upload, bytes);
    assertThat(Arrays.equals(bucket.object("o"), bytes)).isTrue();
    assertThat(client.get("/health").status()).isEqualTo(200);
  }

  /** What of a body was safe before the outage need not be sent again. */
  @Test
  void partsThatAreSafeAreCommittedThoughTheBodyFails() throws Exception {
    var bytes = bytes(4 * PART);
    var upload = client.create(bytes.length, "o");
    try (var wire = server.wire()) {
      wire.patch(upload, 0, bytes.length);
      wire.send(Arrays.copyOf(bytes, 2 * PART + 100));
      await().atMost(Duration.ofSeconds(30)).until(() -> uploaded() == 2);
      s3.pause();
      wire.send(Arrays.copyOfRange(bytes, 2 * PART + 100, bytes.length));
      assertThat(wire.answer().status()).isEqualTo(503);
    } finally {
      s3.resume();
    }
    assertThat(Long.parseLong(client.head(upload).header("Upload-Offset")))
        .isGreaterThanOrEqualTo(2L * PART);
    finish(upload, bytes);
    assertThat(Arrays.equals(bucket.object("o"), bytes)).isTrue();
  }

  private int uploaded() {
    return bucket.multipartUploads().stream()
        .mapToInt(m ->
            bucket
                .client()
                .listParts(b -> b.bucket(bucket.name()).key(m.key()).uploadId(m.uploadId()))
                .parts()
                .size())
        .sum();
  }

  private void finish(String upload, byte[] bytes) {
    int offset = Integer.parseInt(client.head(upload).header("Upload-Offset"));
    var rest = Arrays.copyOfRange(bytes, offset, bytes.length);
    assertThat(client.patch(upload, offset, rest).status()).isEqualTo(204);
  }
}
