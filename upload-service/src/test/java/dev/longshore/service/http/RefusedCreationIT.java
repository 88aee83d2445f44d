package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.IetfRequest;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.redis.RedisServer;
import dev.longshore.service.upload.Uploads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Creations that bring bytes which are refused (tus 1.0.0, creation-with-upload and checksum). The
 * client can go on with the upload, or there is none: nobody could end one without its name.
 */
class RefusedCreationIT {

  private static final String WRONG = "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @TempDir private Path folder;
  private RedisServer redis;
  private TestServer server;
  private UploadClient client;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.start();
    server =
        TestServer.storingIn(folder)
            .with("longshore.session.store", "redis")
            .with("longshore.session.redis.connection-string", redis.endpoint())
            .with("longshore.limits.max-chunk-size", 100)
            .with("longshore.limits.min-chunk-size", 2)
            .start();
    client = server.client();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    redis.close();
  }

  private static String[] tus(int length, String checksum) {
    var type = "application/offset+octet-stream";
    return new String[] {
      "Tus-Resumable",
      "1.0.0",
      "Upload-Length",
      "" + length,
      "Content-Type",
      type,
      "Upload-Checksum",
      checksum
    };
  }

  private static String[] lines(String... fields) {
    var lines = new String[fields.length / 2];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = fields[2 * i] + ": " + fields[2 * i + 1];
    }
    return lines;
  }

  private List<String> sessions() {
    return redis.cli("KEYS", "valiblob:session:*").lines().filter(key -> !key.isBlank()).toList();
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(redis.cli("KEYS", "*").strip()).isEmpty();
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  /** An answer whose client knows where it can go on, and can. */
  private void assertGoesOn(Answer answer, long offset) {
    var upload = answer.header("Location");
    assertThat(upload).as(answer.toString()).matches("/uploads/[A-Za-z0-9_-]{24}");
    assertThat(client.head(upload).offset()).isEqualTo(offset);
    assertThat(client.patch(upload, offset, new byte[10]).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({"20, 10", "10, 10"})
  void mismatchIs460AndLeavesNoUpload(int length, int content) throws Exception {
    var answer = client.send("POST", "/uploads", new byte[content], tus(length, WRONG));
    assertThat(answer.status()).isEqualTo(460);
    assertThat(answer.headers()).doesNotContainKey("Location");
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({"101, 200, 413", "10, 9, 400", "1, 9, 400"})
  void bytesThatAreTooManyOrTooFewLeaveNoUpload(int content, int length, int status)
      throws Exception {
    var body = new byte[content];
    var answer = client.send("POST", "/uploads", body, tus(length, WRONG));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers()).doesNotContainKey("Location");
    assertNothingIsLeft();
  }

  @Test
  void clientThatGoesAwayBeforeAByteIsKeptLeavesNoUpload() throws Exception {
    try (var wire = server.wire()) {
      var fields = java.util.Arrays.copyOf(lines(tus(20, WRONG)), 5);
      fields[4] = "Content-Length: 20";
      wire.head("POST", "/uploads", fields).send(new byte[5]);
      await().until(() -> sessions().size() == 1);
    }
    await().untilAsserted(this::assertNothingIsLeft);
  }

  @Test
  void bytesThatAreKeptAreFoundByTheLocationOfTheRefusal() throws Exception {
    try (var wire = server.wire()) {
      var fields =
          new String[] {
            "Tus-Resumable: 1.0.0",
            "Upload-Length: 20",
            "Content-Type: application/offset+octet-stream",
            "Content-Length: 20"
          };
      wire.head("POST", "/uploads", fields).send(new byte[5]);
      await().until(() -> sessions().size() == 1);
      var upload = "/uploads/" + sessions().getFirst().replaceAll(".*:", "");
      await().until(() -> server.written(upload) == 5);
      server.bean(Uploads.class).stop();
      var answer = wire.answer();
      assertThat(answer.problem()).isEqualTo("server-stopping");
      assertThat(answer.header("Location")).isEqualTo(upload);
      assertThat(answer.offset()).isEqualTo(5);
    }
  }

  @Test
  void uploadThatAnInterimResponseTellsOfIsKept() {
    var request = IetfRequest.in(8).complete(false).length(20).with("Content-Digest", digest());
    var answer = client.send("POST", "/uploads", new byte[10], request.fields());
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertGoesOn(answer, 0);
  }

  @Test
  void uploadThatNoInterimResponseTellsOfIsNotKept() throws Exception {
    var request = IetfRequest.in(0).complete(false).length(20).with("Content-Digest", digest());
    var answer = client.send("POST", "/uploads", new byte[10], request.fields());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers()).doesNotContainKey("Location");
    assertNothingIsLeft();
  }

  private static String digest() {
    return "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:";
  }
}
