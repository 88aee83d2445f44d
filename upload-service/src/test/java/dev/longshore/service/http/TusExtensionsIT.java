package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The extensions creation, creation-with-upload, expiration and termination of tus 1.0.0. */
class TusExtensionsIT {

  private static final Duration EXPIRATION = Duration.ofHours(2);
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  @TempDir static Path folder;
  private static final AtomicReference<Instant> NOW =
      new AtomicReference<>(Instant.parse("2026-11-03T04:05:06Z"));
  private static TestServer server;
  private static UploadClient client;

  @BeforeAll
  static void start() {
    server =
        TestServer.storingIn(folder)
            .with(InstantSource.class, NOW::get)
            .with("longshore.session.memory-expiration", EXPIRATION.toString())
            .start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void creationIs201WithTheLocation() {
    var answer = client.tusCreate(10);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).matches("/uploads/[A-Za-z0-9_-]{24}");
    assertThat(client.head(answer.header("Location")).header("Upload-Length")).isEqualTo("10");
  }

  @Test
  void creationWithoutALengthIs400() {
    var answer = client.tus("POST", "/uploads");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains("Upload-Length");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "ten", "", "9223372036854775808"})
  void creationWithAMalformedLengthIs400(String length) {
    var answer = client.tus("POST", "/uploads", "Upload-Length", length);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("invalid-request");
  }

  @Test
  void deferredLengthIsSaidLaterAndOnce() throws Exception {
    var created = client.tus("POST", "/uploads", "Upload-Defer-Length", "1");
    assertThat(created.status()).isEqualTo(201);
    var upload = created.header("Location");
    assertThat(client.patch(upload, 0, bytes("abc")).status()).isEqualTo(204);
    var head = client.head(upload);
    assertThat(head.header("Upload-Defer-Length")).isEqualTo("1");
    assertThat(head.header("Upload-Length")).isNull();
    assertThat(head.header("Upload-Offset")).isEqualTo("3");
    assertThat(patchSaying(upload, 3, "7", "de").status()).isEqualTo(204);
    head = client.head(upload);
    assertThat(head.header("Upload-Defer-Length")).isNull();
    assertThat(head.header("Upload-Length")).isEqualTo("7");
    assertThat(patchSaying(upload, 5, "8", "fg").problem()).isEqualTo("length-mismatch");
    assertThat(client.patch(upload, 5, bytes("fgh")).problem()).isEqualTo("beyond-length");
    assertThat(patchSaying(upload, 5, "7", "fg").status()).isEqualTo(204);
    assertThat(server.objectOf(upload)).hasContent("abcdefg");
  }

  @Test
  void deferredLengthMayBeWhatIsHereAlready() throws Exception {
    var upload = client.tus("POST", "/uploads", "Upload-Defer-Length", "1").header("Location");
    client.patch(upload, 0, bytes("abc"));
    assertThat(patchSaying(upload, 3, "2", "").problem()).isEqualTo("length-mismatch");
    assertThat(patchSaying(upload, 3, "3", "").status()).isEqualTo(204);
    assertThat(server.objectOf(upload)).hasContent("abc");
  }

  @Test
  void deferredLengthMustBeWithinTheLimit() {
    var upload = client.tus("POST", "/uploads", "Upload-Defer-Length", "1").header("Location");
    assertThat(patchSaying(upload, 0, "9223372036854775807", "a").status()).isEqualTo(413);
    assertThat(client.head(upload).header("Upload-Defer-Length")).isEqualTo("1");
  }

  @Test
  void deferredLengthIsOneOrNothing() {
    assertThat(client.tus("POST", "/uploads", "Upload-Defer-Length", "2").status()).isEqualTo(400);
  }

  private static Answer patchSaying(String upload, long offset, String length, String body) {
    return client.patch(upload, offset, bytes(body), "Upload-Length", length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void creationWithLengthAndDeferredLengthIs400() {
    assertThat(client.tusCreate(1, "Upload-Defer-Length", "1").status()).isEqualTo(400);
  }

  @Test
  void uploadOfLengthZeroIsCompleteAtOnce() {
    var answer = client.tusCreate(0);
    assertThat(answer.status()).isEqualTo(201);
    var upload = answer.header("Location");
    assertThat(client.head(upload).offset()).isZero();
    assertThat(client.get(upload).json().get("status").textValue()).isEqualTo("Complete");
    assertThat(server.objectOf(upload)).exists().isEmptyFile();
  }

  @Test
  void creationAboveTheMaximumIs413() {
    var answer = client.tusCreate(5497558138881L);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.problem()).isEqualTo("upload-too-large");
    assertThat(answer.json().get("max-size").longValue()).isEqualTo(5497558138880L);
  }

  @Test
  void metadataComesBackAsSent() {
    var sent = "filename d29ybGQgZG9taW5hdGlvbi5wZGY=,is_confidential,empty ";
    var upload = client.tusCreate(1, "Upload-Metadata", sent).header("Location");
    assertThat(client.head(upload).header("Upload-Metadata")).isEqualTo(sent.strip());
    var metadata = client.get(upload).json().get("metadata");
    assertThat(metadata.get("filename").textValue()).isEqualTo("world domination.pdf");
    assertThat(metadata.get("is_confidential").textValue()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a YQ==,a Yg==", "name no!base64", "a YQ== Yg==", ",", "a YQ==,"})
  void malformedMetadataIs400(String metadata) {
    var answer = client.tusCreate(1, "Upload-Metadata", metadata);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains("Upload-Metadata");
  }

  private static Answer createWith(byte[] body, String length, String type) {
    return client.send(
        "POST",
        "/uploads",
        body,
        "Tus-Resumable",
        "1.0.0",
        "Upload-Length",
        length,
        "Content-Type",
        type);
  }

  @Test
  void creationWithUploadIs201WithTheOffset() throws Exception {
    var answer = createWith("abc".getBytes(), "5", "application/offset+octet-stream");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.offset()).isEqualTo(3);
    var upload = answer.header("Location");
    assertThat(client.patch(upload, 3, "de".getBytes()).status()).isEqualTo(204);
    assertThat(server.objectOf(upload)).hasContent("abcde");
  }

  @Test
  void creationWithTheWholeUploadIsComplete() {
    var answer = createWith("abc".getBytes(), "3", "application/offset+octet-stream");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.offset()).isEqualTo(3);
    assertThat(server.objectOf(answer.header("Location"))).hasContent("abc");
  }

  @Test
  void creationWithUploadOfAnotherContentTypeIs415() {
    var answer = createWith("abc".getBytes(), "3", "application/octet-stream");
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.headers()).doesNotContainKey("Location");
  }

  @Test
  void creationWithUploadOfTooManyBytesIs400AndLeavesNoUpload() {
    var answer = createWith("abcd".getBytes(), "3", "application/offset+octet-stream");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("beyond-length");
    assertThat(answer.headers()).doesNotContainKey("Location");
  }

  @Test
  void creationWithUploadHonoursExpect100Continue() throws Exception {
    try (var wire = server.wire()) {
      wire.head(
          "POST",
          "/uploads",
          "Tus-Resumable: 1.0.0",
          "Upload-Length: 3",
          "Content-Type: application/offset+octet-stream",
          "Content-Length: 3",
          "Expect: 100-continue");
      assertThat(wire.answerOrInterim().status()).isEqualTo(100);
      wire.send("abc".getBytes());
      var answer = wire.answer();
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.offset()).isEqualTo(3);
    }
  }

  private static Instant expires(Answer answer) {
    var field = answer.header("Upload-Expires");
    return ZonedDateTime.parse(field, IMF_FIXDATE.withZone(ZoneOffset.UTC)).toInstant();
  }

  @Test
  void everyUseOfAnUnfinishedUploadTellsAndMovesItsExpiry() {
    var created = client.tusCreate(3);
    var upload = created.header("Location");
    assertThat(expires(created)).isEqualTo(NOW.get().plus(EXPIRATION));
    passes(Duration.ofMinutes(90));
    assertThat(expires(client.head(upload))).isEqualTo(NOW.get().plus(EXPIRATION));
    passes(Duration.ofMinutes(90));
    assertThat(expires(client.patch(upload, 0, new byte[1]))).isEqualTo(NOW.get().plus(EXPIRATION));
    passes(Duration.ofMinutes(90));
    assertThat(client.head(upload).status()).isEqualTo(200);
  }

  @Test
  void finishedUploadHasNoExpiry() {
    var upload = client.create(3);
    assertThat(client.patch(upload, 0, new byte[3]).headers()).doesNotContainKey("Upload-Expires");
    assertThat(client.head(upload).headers()).doesNotContainKey("Upload-Expires");
  }

  @Test
  void expiredUploadIs404() {
    var upload = client.create(3);
    passes(EXPIRATION.plusSeconds(1));
    assertThat(client.head(upload).status()).isEqualTo(404);
    assertThat(client.patch(upload, 0, new byte[3]).status()).isEqualTo(404);
  }

  private static void passes(Duration time) {
    NOW.updateAndGet(now -> now.plus(time));
  }

  @Test
  void terminationIs204ThenTheUploadIs404AndItsBytesAreGone() throws Exception {
    var upload = client.create(3);
    client.patch(upload, 0, new byte[2]);
    assertThat(server.unfinished(upload)).exists();
    var answer = client.tus("DELETE", upload);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(client.head(upload).status()).isEqualTo(404);
    assertThat(client.patch(upload, 2, new byte[1]).status()).isEqualTo(404);
    assertThat(client.tus("DELETE", upload).status()).isEqualTo(404);
    assertThat(server.unfinished(upload)).doesNotExist();
    assertThat(server.objectOf(upload)).doesNotExist();
  }

  @Test
  void terminationOfAFinishedUploadKeepsTheObject() {
    var upload = client.create(3);
    client.patch(upload, 0, "abc".getBytes());
    assertThat(client.tus("DELETE", upload).status()).isEqualTo(204);
    assertThat(client.head(upload).status()).isEqualTo(404);
    assertThat(server.objectOf(upload)).hasContent("abc");
  }

  @Test
  void terminationEndsARunningChunk() throws Exception {
    var upload = client.create(1000);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, 1000).send(new byte[400]);
      await().until(() -> server.written(upload) == 400);
      assertThat(client.tus("DELETE", upload).status()).isEqualTo(204);
      assertThat(wire.answer().problem()).isEqualTo("upload-taken-over");
    }
    assertThat(server.unfinished(upload)).doesNotExist();
    assertThat(client.head(upload).status()).isEqualTo(404);
  }

  @Test
  void finishedUploadLeavesNothingButItsObject() throws Exception {
    var upload = client.create(3);
    client.patch(upload, 0, new byte[1]);
    client.patch(upload, 1, new byte[2]);
    await().until(() -> !Files.exists(server.unfinished(upload)));
    assertThat(Files.size(server.objectOf(upload))).isEqualTo(3);
  }
}
