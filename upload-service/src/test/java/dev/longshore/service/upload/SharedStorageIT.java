package dev.longshore.service.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.redis.RedisServer;
import dev.longshore.service.storage.s3.S3Bucket;
import dev.longshore.service.storage.s3.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two services with sessions of their own over one storage, by mistake or on purpose: neither frees
 * what the other one needs. To the one that sweeps, all that the storage keeps is days old.
 */
class SharedStorageIT {

  private static final Duration DAYS = Duration.ofDays(3);
  private static final String PREFIX = "a:session:";

  @TempDir private Path folder;
  private final RedisServer redis = RedisServer.start();

  @AfterEach
  void stop() {
    redis.close();
  }

  private TestServer.Builder service(String keyPrefix, int database) {
    return TestServer.storingIn(folder)
        .with("longshore.session.store", "redis")
        .with("longshore.session.redis.connection-string", redis.endpoint())
        .with("longshore.session.redis.key-prefix", keyPrefix)
        .with("longshore.session.redis.database-index", database)
        .with("longshore.cleanup.interval", "1d");
  }

  private static TestServer.Builder in(S3Bucket bucket, String prefix, TestServer.Builder service) {
    return service
        .over(bucket)
        .with("longshore.storage.s3.prefix", prefix)
        .with("longshore.storage.s3.part-size", S3Bucket.PART);
  }

  private static TestServer later(TestServer.Builder service) {
    return service.with(InstantSource.class, () -> Instant.now().plus(DAYS)).start();
  }

  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** Sends all but the last byte, lets the other one sweep, and sends that. */
  private void uploadWhile(TestServer one, byte[] bytes, TestServer other) throws Exception {
    var client = one.client();
    var upload = client.create(bytes.length, "shared.bin");
    int most = bytes.length - 1;
    assertThat(client.patch(upload, 0, Arrays.copyOf(bytes, most)).status()).isEqualTo(204);

    other.bean(Sweeper.class).sweep();

    var answer = client.patch(upload, most, new byte[] {bytes[most]});
    assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
  }

  /** Something whose session is lost. */
  private String lost(TestServer service, String keyPrefix, int database) {
    var upload = service.client().create(10);
    assertThat(service.client().patch(upload, 0, new byte[5]).status()).isEqualTo(204);
    var key = keyPrefix + upload.substring("/uploads/".length());
    assertThat(redis.cli("-n", Integer.toString(database), "DEL", key)).isEqualTo("1");
    return upload;
  }

  @ParameterizedTest
  @CsvSource({"b:session:, 0", "a:session:x:, 0", "a-session-, 0", "a:session:, 1"})
  void sweepInOneFolderFreesOnlyWhatIsItsOwn(String otherPrefix, int otherDatabase)
      throws Exception {
    try (var one = service(PREFIX, 0).start();
        var other = later(service(otherPrefix, otherDatabase))) {
      var ofOne = lost(one, PREFIX, 0);
      var ofOther = lost(other, otherPrefix, otherDatabase);

      uploadWhile(one, bytes(1000), other);

      assertThat(folder.resolve("shared.bin")).hasBinaryContent(bytes(1000));
      assertThat(other.unfinished(ofOther)).doesNotExist();
      assertThat(one.unfinished(ofOne)).exists();
      assertThat(one.client().head(ofOne).status()).isEqualTo(410);
      assertThat(other.client().head(ofOne).status()).isEqualTo(404);
    }
  }

  @Test
  void otherPodsOfTheSameServiceStillFreeWhatOneLeft() throws Exception {
    try (var one = service(PREFIX, 0).start();
        var other = later(service(PREFIX, 0))) {
      var upload = lost(one, PREFIX, 0);
      other.bean(Sweeper.class).sweep();
      assertThat(one.unfinished(upload)).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource({"media/, media/", "'', media/", "media/, ''", "media/, media/x/"})
  void sweepInOneBucketFreesOnlyWhatIsItsOwn(String prefix, String otherPrefix) throws Exception {
    try (var bucket = new S3Bucket(S3Server.shared());
        var one = in(bucket, prefix, service(PREFIX, 0)).start();
        var other = later(in(bucket, otherPrefix, service("b:session:", 0)))) {
      var ofOne = lost(one, PREFIX, 0).substring("/uploads/".length());
      var ofOther = lost(other, "b:session:", 0).substring("/uploads/".length());
      var bytes = bytes((int) S3Bucket.PART + 1000);

      uploadWhile(one, bytes, other);

      var object =
          bucket.client().getObjectAsBytes(b -> b.bucket(bucket.name()).key(prefix + "shared.bin"));
      assertThat(object.asByteArray()).isEqualTo(bytes);
      var kept = List.copyOf(bucket.keys(""));
      assertThat(kept).anyMatch(key -> key.contains(ofOne));
      assertThat(kept).noneMatch(key -> key.contains(ofOther));
      assertThat(bucket.multipartUploads()).isEmpty();
    }
  }
}
