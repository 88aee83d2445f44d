package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.IetfRequest;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IETF resumable uploads: offset retrieval, append, cancellation, and who wins. */
class IetfAppendIT {

  private static final String PROBLEMS = "https://iana.org/assignments/http-problem-types#";

  @TempDir static Path folder;
  private static TestServer server;
  private static UploadClient client;

  @BeforeAll
  static void start() {
    server = TestServer.storingIn(folder).with("longshore.limits.max-chunk-size", 1000).start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static IetfRequest request() {
    return IetfRequest.in(8);
  }

  private static String create(long length) {
    return send("POST", "/uploads", request().complete(false).length(length), "")
        .header("Location");
  }

  private static Answer send(String method, String target, IetfRequest request, String body) {
    return client.send(method, target, body.getBytes(StandardCharsets.UTF_8), request.fields());
  }

  private static Answer patch(String upload, IetfRequest request, String body) {
    return send("PATCH", upload, request, body);
  }

  private static Answer head(String upload) {
    return client.send("HEAD", upload, new byte[0]);
  }

  private static String type(Answer answer) {
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    return answer.json().get("type").textValue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "GET"})
  void retrievalTellsOffsetLengthLimitsAndCompleteness(String method) {
    var upload = create(6);
    patch(upload, request().offset(0).complete(false), "abc");
    var answer = send(method, upload, request(), "");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Upload-Offset")).isEqualTo("3");
    assertThat(answer.header("Upload-Length")).isEqualTo("6");
    assertThat(answer.header("Upload-Complete")).isEqualTo("?0");
    assertThat(answer.header("Upload-Limit")).contains("max-age=86400");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    patch(upload, request().offset(3).complete(true), "def");
    assertThat(send(method, upload, request(), "").header("Upload-Complete")).isEqualTo("?1");
  }

  @Test
  void retrievalWithoutAnyFieldIsThatOfTheRfcToBe() {
    var upload = create(6);
    var answer = head(upload);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Upload-Complete")).isEqualTo("?0");
    assertThat(answer.header("Upload-Limit")).isNotNull();
    var status = client.get(upload);
    assertThat(status.header("Upload-Complete")).isEqualTo("?0");
    assertThat(status.json().get("uploadedBytes").longValue()).isZero();
  }

  @Test
  void partIs204AndTheLastOneIsAnsweredAsTheCreationWouldHaveBeen() {
    var upload = create(6);
    var part = patch(upload, request().offset(0).complete(false), "abc");
    assertThat(part.status()).isEqualTo(204);
    assertThat(part.header("Upload-Complete")).isEqualTo("?0");
    assertThat(part.header("Upload-Offset")).isEqualTo("3");
    var last = patch(upload, request().offset(3).complete(true), "def");
    assertThat(last.status()).isEqualTo(201);
    assertThat(last.header("Upload-Complete")).isEqualTo("?1");
    assertThat(last.header("Location")).isEqualTo(upload);
    assertThat(server.objectOf(upload)).hasContent("abcdef");
  }

  @Test
  void wrongMediaTypeIs415() {
    var upload = create(6);
    var answer =
        patch(
            upload,
            request()
                .with("Upload-Offset", "0")
                .with("Content-Type", "application/octet-stream")
                .complete(false),
            "abc");
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.header("Upload-Complete")).isEqualTo("?0");
    assertThat(head(upload).offset()).isZero();
  }

  @Test
  void mismatchingOffsetIs409WithBothOffsets() {
    var upload = create(6);
    patch(upload, request().offset(0).complete(false), "ab");
    var answer = patch(upload, request().offset(4).complete(true), "ef");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.header("Upload-Offset")).isEqualTo("2");
    assertThat(answer.header("Upload-Complete")).isEqualTo("?0");
    assertThat(type(answer)).isEqualTo(PROBLEMS + "mismatching-upload-offset");
    assertThat(answer.json().get("expected-offset").longValue()).isEqualTo(2);
    assertThat(answer.json().get("provided-offset").longValue()).isEqualTo(4);
    assertThat(head(upload).offset()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1.0", "?0", "0, 0"})
  void malformedOffsetIsAsGoodAsAbsent(String offset) {
    var upload = create(6);
    var answer =
        patch(
            upload,
            request()
                .with("Upload-Offset", offset)
                .with("Content-Type", "application/partial-upload")
                .complete(false),
            "abc");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains("Upload-Offset");
  }

  @Test
  void lengthMayBeSaidWithAnAppendAndOnce() {
    var upload = send("POST", "/uploads", request().complete(false), "abc").header("Location");
    assertThat(patch(upload, request().offset(3).length(9).complete(false), "d").status())
        .isEqualTo(204);
    assertThat(head(upload).header("Upload-Length")).isEqualTo("9");
    var other = patch(upload, request().offset(4).length(8).complete(false), "e");
    assertThat(other.status()).isEqualTo(400);
    assertThat(type(other)).isEqualTo(PROBLEMS + "inconsistent-upload-length");
    var early = patch(upload, request().offset(4).complete(true), "e");
    assertThat(type(early)).isEqualTo(PROBLEMS + "inconsistent-upload-length");
    assertThat(patch(upload, request().offset(4).complete(true), "efghi").status()).isEqualTo(201);
  }

  @Test
  void emptyAppendMayCompleteAnUploadOfUnknownLength() {
    var upload = send("POST", "/uploads", request().complete(false), "abc").header("Location");
    var answer = patch(upload, request().offset(3).complete(true), "");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Upload-Complete")).isEqualTo("?1");
    assertThat(server.objectOf(upload)).hasContent("abc");
  }

  @Test
  void lastContentThatEndsEarlyDoesNotComplete() throws Exception {
    var upload = create(6);
    try (var wire = server.wire()) {
      wire.head("PATCH", upload, request().offset(0).complete(true).content(-1).lines())
          .chunk("abc".getBytes(), 0, 3)
          .chunk("".getBytes(), 0, 0);
      var answer = wire.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(type(answer)).isEqualTo(PROBLEMS + "inconsistent-upload-length");
    }
    assertThat(head(upload).offset()).isEqualTo(3);
    assertThat(head(upload).header("Upload-Complete")).isEqualTo("?0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bytesBeyondTheLengthAreRejectedAndEndTheUpload(boolean announced) throws Exception {
    var upload = create(6);
    try (var wire = server.wire()) {
      wire.head(
          "PATCH", upload, request().offset(0).complete(false).content(announced ? 7 : -1).lines());
      if (announced) {
        wire.send("abcdefg".getBytes());
      } else {
        wire.chunk("abcdefg".getBytes(), 0, 7).chunk("".getBytes(), 0, 0);
      }
      var answer = wire.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Upload-Complete")).isEqualTo("?0");
      assertThat(type(answer)).isEqualTo(PROBLEMS + "inconsistent-upload-length");
    }
    assertThat(head(upload).status()).isEqualTo(404);
    assertThat(server.unfinished(upload)).doesNotExist();
  }

  @Test
  void lostFinalResponseIsReplayed() {
    var upload = create(3);
    var first = patch(upload, request().offset(0).complete(true), "abc");
    assertThat(head(upload).header("Upload-Complete")).isEqualTo("?1");
    var again = patch(upload, request().offset(3).complete(true), "");
    assertThat(again.status()).isEqualTo(first.status());
    assertThat(again.header("Upload-Complete")).isEqualTo("?1");
  }

  @Test
  void completeUploadIsNotAppendedToAndStays() {
    var upload = create(3);
    patch(upload, request().offset(0).complete(true), "abc");
    var answer = patch(upload, request().offset(3).complete(false), "d");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Upload-Complete")).isEqualTo("?0");
    assertThat(type(answer)).isEqualTo(PROBLEMS + "completed-upload");
    assertThat(head(upload).header("Upload-Complete")).isEqualTo("?1");
    assertThat(server.objectOf(upload)).hasContent("abc");
  }

  @Test
  void tooLargeAnAppendIs413WithTheLimit() {
    var upload = create(5000);
    var answer = patch(upload, request().offset(0).complete(false), "a".repeat(1001));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("Upload-Limit")).contains("max-append-size=1000");
    assertThat(head(upload).offset()).isZero();
  }

  @Test
  void cutAppendKeepsWhatCame() throws Exception {
    var upload = create(900);
    try (var wire = server.wire()) {
      wire.head("PATCH", upload, request().offset(0).complete(true).content(900).lines())
          .send(new byte[400]);
      await().until(() -> server.written(upload) == 400);
    }
    await().until(() -> head(upload).offset() == 400);
    assertThat(head(upload).header("Upload-Complete")).isEqualTo("?0");
  }

  @Test
  void cancellationIs204AndEndsTheUpload() {
    var upload = create(6);
    patch(upload, request().offset(0).complete(false), "abc");
    assertThat(send("DELETE", upload, request(), "").status()).isEqualTo(204);
    assertThat(head(upload).status()).isEqualTo(404);
    assertThat(head(upload).header("Upload-Offset")).isNull();
    assertThat(patch(upload, request().offset(3).complete(true), "def").status()).isEqualTo(404);
    assertThat(server.unfinished(upload)).doesNotExist();
  }

  @Test
  void uploadIsGoneAfterItsMaxAge() {
    var now = new AtomicReference<>(Instant.parse("2026-11-03T04:05:06Z"));
    try (var aging =
        TestServer.storingIn(folder)
            .with(InstantSource.class, now::get)
            .with("longshore.session.memory-expiration", "2h")
            .start()) {
      var http = aging.client();
      var created =
          http.send("POST", "/uploads", new byte[0], request().complete(false).length(6).fields());
      assertThat(created.header("Upload-Limit")).endsWith("max-age=7200");
      var upload = created.header("Location");
      now.updateAndGet(time -> time.plusSeconds(7199));
      assertThat(http.send("HEAD", upload, new byte[0]).status()).isEqualTo(204);
      now.updateAndGet(time -> time.plusSeconds(7201));
      assertThat(http.send("HEAD", upload, new byte[0]).status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "GET", "PATCH", "DELETE"})
  void newestRequestEndsTheOlderOne(String method) throws Exception {
    var upload = create(900);
    try (var wire = server.wire()) {
      wire.head("PATCH", upload, request().offset(0).complete(true).content(900).lines())
          .send(new byte[400]);
      await().until(() -> server.written(upload) == 400);
      var newer =
          method.equals("PATCH")
              ? patch(upload, request().offset(400).complete(true), "a".repeat(500))
              : send(method, upload, request(), "");
      assertThat(newer.status()).isEqualTo(method.equals("PATCH") ? 201 : 204);
      if (method.equals("HEAD") || method.equals("GET")) {
        assertThat(newer.offset()).isEqualTo(400);
      }
      assertThat(wire.answer().status()).isEqualTo(423);
      assertThat(wire.isEnded()).isTrue();
    }
  }
}
