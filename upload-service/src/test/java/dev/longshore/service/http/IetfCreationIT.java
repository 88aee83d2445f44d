package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.Http2Wire;
import dev.longshore.service.client.IetfRequest;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IETF resumable uploads, section "Upload Creation"; what one version has differs is elsewhere. */
class IetfCreationIT {

  @TempDir static Path folder;
  private static TestServer server;
  private static UploadClient client;

  @BeforeAll
  static void start() {
    server =
        TestServer.storingIn(folder)
            .with("longshore.limits.max-upload-size", 1_000_000)
            .with("longshore.limits.max-chunk-size", 100_000)
            .with("longshore.session.memory-expiration", "2h")
            .start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer post(String target, IetfRequest request, String body) {
    return client.send("POST", target, body.getBytes(StandardCharsets.UTF_8), request.fields());
  }

  private static Answer post(IetfRequest request, String body) {
    return post("/uploads", request, body);
  }

  private static Answer head(String upload) {
    return client.send("HEAD", upload, new byte[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 5, 6, 7, 8, 9, 10})
  void wholeRepresentationInOneRequestIsCompleteWithIt(int version) {
    var answer = post(IetfRequest.in(version).complete(true), "abc");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Upload-Complete")).isEqualTo("?1");
    assertThat(answer.header("Location")).matches("/uploads/[A-Za-z0-9_-]{24}");
    assertThat(server.objectOf(answer.header("Location"))).hasContent("abc");
  }

  @Test
  void partIs201WithLocationLimitAndUploadCompleteFalse() {
    var answer = post(IetfRequest.in(8).complete(false).length(6), "abc");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Upload-Complete")).isEqualTo("?0");
    assertThat(answer.header("Upload-Offset")).isEqualTo("3");
    assertThat(answer.header("Upload-Limit"))
        .isEqualTo("max-size=1000000, max-append-size=100000, max-age=7200");
    var head = head(answer.header("Location"));
    assertThat(head.header("Upload-Length")).isEqualTo("6");
    assertThat(head.offset()).isEqualTo(3);
  }

  @Test
  void emptyContentMakesAnUploadOfALengthToBeSaidLater() {
    var answer = post(IetfRequest.in(8).complete(false), "");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Upload-Complete")).isEqualTo("?0");
    var head = head(answer.header("Location"));
    assertThat(head.header("Upload-Length")).isNull();
    assertThat(head.offset()).isZero();
  }

  @Test
  void emptyRepresentationIsCompleteAtOnce() {
    var answer = post(IetfRequest.in(8).complete(true), "");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Upload-Complete")).isEqualTo("?1");
    assertThat(server.objectOf(answer.header("Location"))).hasContent("");
  }

  @Test
  void lengthIsThatOfTheContentWhereTheRepresentationIsWhole() throws Exception {
    try (var wire = server.wire()) {
      wire.head("POST", "/uploads", IetfRequest.in(8).complete(true).content(6).lines())
          .send("abc".getBytes());
      var upload = wire.answerOrInterim().header("Location");
      var head = head(upload);
      assertThat(head.header("Upload-Length")).isEqualTo("6");
      assertThat(head.header("Upload-Complete")).isEqualTo("?0");
    }
  }

  @Test
  void endOfAChunkedContentIsTheEndOfTheUpload() throws Exception {
    try (var wire = server.wire()) {
      wire.head("POST", "/uploads", IetfRequest.in(0).complete(true).content(-1).lines())
          .chunk("abc".getBytes(), 0, 3)
          .chunk("".getBytes(), 0, 0);
      var answer = wire.answer();
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.header("Upload-Complete")).isEqualTo("?1");
      assertThat(server.objectOf(answer.header("Location"))).hasContent("abc");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 4", "true, 2", "false, 2"})
  void inconsistentLengthsAre400(boolean complete, long length) {
    var answer = post(IetfRequest.in(8).complete(complete).length(length), "abc");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Upload-Complete")).isEqualTo("?0");
    assertThat(answer.json().get("type").textValue())
        .isEqualTo("https://iana.org/assignments/http-problem-types#inconsistent-upload-length");
  }

  @Test
  void aboveTheMaximumIs413WithTheLimit() {
    var answer = post(IetfRequest.in(8).complete(false).length(1_000_001), "");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("Upload-Limit")).contains("max-size=1000000");
    answer = post(IetfRequest.in(8).complete(false), "a".repeat(100_001));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("Upload-Limit")).contains("max-append-size=100000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "?2", "?1, ?1", "\"?1\"", ""})
  void malformedUploadCompleteIsAsGoodAsAbsent(String value) {
    var request = IetfRequest.in(8).with("Upload-Complete", value);
    var answer = post(request, "abc");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains("Upload-Complete");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "ten", "?1", "1000000000000000"})
  void malformedUploadLengthIsAsGoodAsAbsent(String value) {
    var request = IetfRequest.in(8).complete(false).with("Upload-Length", value);
    assertThat(head(post(request, "abc").header("Location")).header("Upload-Length")).isNull();
  }

  @Test
  void parametersOfAFieldAreIgnored() {
    var request = IetfRequest.in(8).with("Upload-Complete", "?1;why=\"because\"");
    assertThat(post(request, "abc").header("Upload-Complete")).isEqualTo("?1");
  }

  @Test
  void objectLiesWhereTheQuerySaysAndHasTypeAndNameOfTheRequest() {
    var request =
        IetfRequest.in(8)
            .complete(true)
            .with("Content-Type", "image/png")
            .with("Content-Disposition", "inline; filename=\"e.png\"; filename*=UTF-8''%C3%A9.png");
    var answer = post("/uploads?path=pictures/one%20two.png", request, "abc");
    assertThat(server.object("pictures/one two.png")).hasContent("abc");
    var status = client.get(answer.header("Location")).json();
    assertThat(status.get("path").textValue()).isEqualTo("pictures/one two.png");
    assertThat(status.get("contentType").textValue()).isEqualTo("image/png");
    assertThat(status.get("metadata").get("filename").textValue()).isEqualTo("é.png");
  }

  @Test
  void pathKeepsTheRulesOfAllPaths() {
    var answer = post("/uploads?path=../up", IetfRequest.in(8).complete(true), "abc");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("invalid-path");
  }

  @Test
  void codedContentIsKeptAsItIs() {
    var coded = new byte[] {0x1f, (byte) 0x8b, 1, 2, 3};
    var answer =
        client.send(
            "POST",
            "/uploads",
            coded,
            IetfRequest.in(8).complete(true).with("Content-Encoding", "gzip").fields());
    assertThat(answer.status()).isEqualTo(201);
    assertThat(server.objectOf(answer.header("Location"))).hasBinaryContent(coded);
  }

  @ParameterizedTest
  @CsvSource({"3, text/plain", "6, text/plain", "10, application/partial-upload", "0, text/plain"})
  void putCreatesAsPostDoes(int version, String type) {
    var path = "put/" + version + ".txt";
    var request = IetfRequest.in(version).complete(false).length(6).with("Content-Type", type);
    var created = client.send("PUT", "/uploads?path=" + path, "abc".getBytes(), request.fields());
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    var upload = created.header("Location");
    assertThat(head(upload).offset()).isEqualTo(3);
    var rest = IetfRequest.in(version).complete(true).offset(3).fields();
    assertThat(client.send("PATCH", upload, "def".getBytes(), rest).status()).isEqualTo(201);
    assertThat(server.object(path)).hasContent("abcdef");
  }

  @Test
  void putWithTheWholeContentIsCompleteWithItAndNeverReplaces() {
    var request = IetfRequest.in(8).complete(true).fields();
    var created = client.send("PUT", "/uploads?path=put/whole.txt", "abc".getBytes(), request);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Upload-Complete")).isEqualTo("?1");
    var again = client.send("PUT", "/uploads?path=put/whole.txt", "xyz".getBytes(), request);
    assertThat(again.problem()).isEqualTo("path-taken");
    assertThat(again.header("Upload-Complete")).isEqualTo("?0");
    assertThat(server.object("put/whole.txt")).hasContent("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tus-Resumable: 1.0.0", "Upload-Draft-Interop-Version: 8", "Accept: */*"})
  void putThatDoesNotSayWhetherItIsCompleteIs405(String field) {
    var answer = client.send("PUT", "/uploads", "abc".getBytes(), field.split(": "));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("OPTIONS, POST, PUT");
    assertThat(answer.json().get("detail").textValue()).contains("Upload-Complete");
  }

  @Test
  void optionsOfTheWholeServerCarriesTheLimits() throws Exception {
    try (var wire = server.wire()) {
      for (int i = 0; i < 2; i++) {
        var answer = wire.head("OPTIONS", "*").answer();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Upload-Limit"))
            .isEqualTo("max-size=1000000, max-append-size=100000, max-age=7200");
        assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
      }
      assertThat(wire.head("GET", "*").answer().status()).isGreaterThanOrEqualTo(400);
    }
    try (var wire = new Http2Wire(server.uri())) {
      var request = wire.request("OPTIONS", "*", Map.of());
      request.data(new byte[0], true);
      assertThat(request.finalHeaders().get("upload-limit")).startsWith("max-size=1000000");
    }
  }

  @Test
  void optionsCarriesTheLimits() {
    var answer = client.send("OPTIONS", "/uploads", new byte[0]);
    assertThat(answer.header("Upload-Limit"))
        .isEqualTo("max-size=1000000, max-append-size=100000, max-age=7200");
    assertThat(answer.header("Accept-Patch")).contains("application/partial-upload");
  }
}
