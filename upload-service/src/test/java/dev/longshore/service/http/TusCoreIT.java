package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The core protocol of tus 1.0.0, rule by rule, and the method override. */
class TusCoreIT {

  private static final String UNKNOWN = "/uploads/AAAAAAAAAAAAAAAAAAAAAAAA";

  @TempDir static Path folder;
  private static TestServer server;
  private static UploadClient client;

  @BeforeAll
  static void start() {
    server = TestServer.storingIn(folder).start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyAnswerCarriesTusResumable() {
    var upload = client.create(3);
    assertThat(client.tusCreate(3).header("Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(client.head(upload).header("Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(client.patch(upload, 1, new byte[1]).header("Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(client.patch(upload, 0, new byte[3]).header("Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(client.head(UNKNOWN).header("Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(client.tus("DELETE", upload).header("Tus-Resumable")).isEqualTo("1.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.2.2", "1.0.1", "2.0.0", "", "one"})
  void unsupportedVersionIs412WithTheVersionsAndChangesNothing(String version) {
    var upload = client.create(3);
    var answer =
        client.send(
            "PATCH",
            upload,
            new byte[3],
            "Tus-Resumable",
            version,
            "Upload-Offset",
            "0",
            "Content-Type",
            "application/offset+octet-stream");
    assertThat(answer.status()).isEqualTo(412);
    assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
    assertThat(client.head(upload).offset()).isZero();
  }

  @Test
  void unsupportedVersionIs412OnEveryMethodAndNothingIsDone() throws Exception {
    var upload = client.create(3);
    var version = new String[] {"Tus-Resumable", "0.2.2"};
    for (var method : new String[] {"HEAD", "DELETE", "PATCH"}) {
      var answer = client.send(method, upload, new byte[0], version);
      assertThat(answer.status()).as(method).isEqualTo(412);
      assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
      assertThat(answer.headers()).doesNotContainKey("Upload-Offset");
    }
    assertThat(client.head(upload).status()).isEqualTo(200);
    var created =
        client.send(
            "POST",
            "/uploads",
            new byte[0],
            "Tus-Resumable",
            "0.2.2",
            "Upload-Length",
            "0",
            "Upload-Metadata",
            "path bm90aGluZy5iaW4=");
    assertThat(created.status()).isEqualTo(412);
    assertThat(created.header("Tus-Version")).isEqualTo("1.0.0");
    assertThat(server.object("nothing.bin")).doesNotExist();
  }

  @Test
  void missingVersionIs412() {
    var answer =
        client.send(
            "PATCH",
            client.create(3),
            new byte[3],
            "Upload-Offset",
            "0",
            "Content-Type",
            "application/offset+octet-stream");
    assertThat(answer.status()).isEqualTo(412);
    assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
  }

  @Test
  void headTellsOffsetAndLengthAlsoOfNothingAndOfEverything() {
    var upload = client.create(5);
    var nothing = client.head(upload);
    assertThat(nothing.status()).isEqualTo(200);
    assertThat(nothing.header("Upload-Offset")).isEqualTo("0");
    assertThat(nothing.header("Upload-Length")).isEqualTo("5");
    assertThat(nothing.header("Cache-Control")).isEqualTo("no-store");
    client.patch(upload, 0, new byte[5]);
    assertThat(client.head(upload).header("Upload-Offset")).isEqualTo("5");
  }

  @ParameterizedTest
  @ValueSource(strings = {UNKNOWN, "/uploads/none", "/uploads/..%2f..%2fetc", "/uploads/a%00b"})
  void headOfAnUnknownUploadIs404WithoutAnOffset(String upload) {
    var answer = client.head(upload);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.headers()).doesNotContainKey("Upload-Offset");
  }

  @Test
  void patchAppendsAndIs204WithTheNewOffset() throws Exception {
    var upload = client.create(6);
    var first = client.patch(upload, 0, "long".getBytes());
    assertThat(first.status()).isEqualTo(204);
    assertThat(first.header("Upload-Offset")).isEqualTo("4");
    var second = client.patch(upload, 4, "er".getBytes());
    assertThat(second.status()).isEqualTo(204);
    assertThat(second.header("Upload-Offset")).isEqualTo("6");
    assertThat(server.objectOf(upload)).hasContent("longer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "application/octet-stream", "application/offset+octet-streams"})
  void patchWithAnotherContentTypeIs415(String type) {
    var upload = client.create(3);
    var answer =
        client.send(
            "PATCH",
            upload,
            new byte[3],
            "Tus-Resumable",
            "1.0.0",
            "Upload-Offset",
            "0",
            "Content-Type",
            type);
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.json().get("detail").textValue()).contains("application/offset+octet-stream");
    assertThat(client.head(upload).offset()).isZero();
  }

  @Test
  void patchTakesTheContentTypeWithParametersAndInAnyCase() {
    var answer =
        client.send(
            "PATCH",
            client.create(3),
            new byte[3],
            "Tus-Resumable",
            "1.0.0",
            "Upload-Offset",
            "0",
            "Content-Type",
            "Application/Offset+Octet-Stream; x=y");
    assertThat(answer.status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 7, Long.MAX_VALUE})
  void patchAtAnotherOffsetIs409AndChangesNothing(long offset) throws Exception {
    var upload = client.create(4);
    client.patch(upload, 0, "ab".getBytes());
    var answer = client.patch(upload, offset, "XY".getBytes());
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("offset-mismatch");
    assertThat(answer.offset()).isEqualTo(2);
    assertThat(client.head(upload).offset()).isEqualTo(2);
    client.patch(upload, 2, "cd".getBytes());
    assertThat(server.objectOf(upload)).hasContent("abcd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.0", "one", "", "+1", "0x1", "9223372036854775808", "١"})
  void patchWithAMalformedOffsetIs400(String offset) {
    var answer =
        client.send(
            "PATCH",
            client.create(3),
            new byte[3],
            "Tus-Resumable",
            "1.0.0",
            "Upload-Offset",
            offset.equals("١") ? "%D9%A1" : offset,
            "Content-Type",
            "application/offset+octet-stream");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("invalid-request");
    assertThat(answer.json().get("detail").textValue()).contains("Upload-Offset");
  }

  @Test
  void patchWithoutAnOffsetIs400() {
    var answer =
        client.send(
            "PATCH",
            client.create(3),
            new byte[3],
            "Tus-Resumable",
            "1.0.0",
            "Content-Type",
            "application/offset+octet-stream");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains("Upload-Offset");
  }

  @Test
  void patchThatIsCutKeepsWhatCame() throws Exception {
    var upload = client.create(1000);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, 1000).send(new byte[400]);
      await().until(() -> server.written(upload) == 400);
    }
    await().until(() -> client.head(upload).offset() == 400);
  }

  @Test
  void patchOfAnUnknownUploadIs404() {
    var answer = client.patch(UNKNOWN, 0, new byte[3]);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.problem()).isEqualTo("upload-not-found");
  }

  @Test
  void patchWithoutBytesIs204AndChangesNothing() {
    var upload = client.create(3);
    client.patch(upload, 0, new byte[2]);
    var answer = client.patch(upload, 2, new byte[0]);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.offset()).isEqualTo(2);
    assertThat(client.head(upload).offset()).isEqualTo(2);
  }

  @Test
  void patchOfAFinishedUploadIs204WithoutBytesAndRefusedWithSome() throws Exception {
    var upload = client.create(3);
    client.patch(upload, 0, "abc".getBytes());
    assertThat(client.patch(upload, 3, new byte[0]).status()).isEqualTo(204);
    assertThat(client.patch(upload, 3, new byte[1]).status()).isEqualTo(400);
    assertThat(client.patch(upload, 0, new byte[3]).status()).isEqualTo(409);
    assertThat(server.objectOf(upload)).hasContent("abc");
  }

  @Test
  void optionsTellsVersionExtensionsAndMaximumAndNeedsNoVersion() {
    var answer = client.send("OPTIONS", "/uploads", new byte[0]);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
    assertThat(answer.header("Tus-Extension"))
        .isEqualTo(
            "creation,creation-defer-length,creation-with-upload,checksum,checksum-trailer,"
                + "concatenation,concatenation-unfinished,expiration,termination");
    assertThat(answer.header("Tus-Max-Size")).isEqualTo("5497558138880");
  }

  @Test
  void optionsIgnoresTheRequestsVersion() {
    var answer = client.send("OPTIONS", "/uploads", new byte[0], "Tus-Resumable", "0.1");
    assertThat(answer.status()).isEqualTo(204);
  }

  @Test
  void headOfARequestBeyondTheLimitIsRefused() throws Exception {
    try (var wire = server.wire()) {
      wire.head("POST", "/uploads", "Tus-Resumable: 1.0.0", "Upload-Concat: " + "x".repeat(40_000));
      assertThat(wire.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void methodOverrideReplacesTheMethod() throws Exception {
    var upload = client.create(3);
    var patched =
        client.send(
            "POST",
            upload,
            "abc".getBytes(),
            "X-HTTP-Method-Override",
            "PATCH",
            "Tus-Resumable",
            "1.0.0",
            "Upload-Offset",
            "0",
            "Content-Type",
            "application/offset+octet-stream");
    assertThat(patched.status()).isEqualTo(204);
    assertThat(patched.offset()).isEqualTo(3);
    assertThat(Files.readString(server.objectOf(upload))).isEqualTo("abc");
    var head = client.tus("POST", upload, "X-HTTP-Method-Override", "HEAD");
    assertThat(head.offset()).isEqualTo(3);
    assertThat(client.tus("POST", upload, "X-HTTP-Method-Override", "DELETE").status())
        .isEqualTo(204);
    assertThat(client.head(upload).status()).isEqualTo(404);
  }

  @Test
  void methodOverrideReplacesAnyMethod() {
    var upload = client.create(3);
    assertThat(client.tus("GET", upload, "X-HTTP-Method-Override", "HEAD").header("Upload-Length"))
        .isEqualTo("3");
    assertThat(client.tus("GET", upload, "X-HTTP-Method-Override", "DELETE").status())
        .isEqualTo(204);
    assertThat(client.head(upload).status()).isEqualTo(404);
    var another = client.create(3);
    assertThat(client.tus("PUT", another, "X-HTTP-Method-Override", "head").offset()).isZero();
    assertThat(client.tus("PATCH", another, "X-HTTP-Method-Override", "DELETE").status())
        .isEqualTo(204);
    assertThat(client.tus("DELETE", "/uploads", "X-HTTP-Method-Override", "OPTIONS").status())
        .isEqualTo(204);
    var created =
        client.tus("PUT", "/uploads", "X-HTTP-Method-Override", "POST", "Upload-Length", "3");
    assertThat(created.status()).isEqualTo(201);
    var upload405 = created.header("Location");
    assertThat(client.tus("HEAD", upload405, "X-HTTP-Method-Override", "PUT").status())
        .isEqualTo(405);
    assertThat(client.tus("DELETE", upload405, "X-HTTP-Method-Override", "a b").status())
        .isEqualTo(204);
  }

  @Test
  void postToAnUploadWithoutOverrideIs405() {
    var answer = client.tus("POST", client.create(3));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.json().get("detail").textValue()).contains("X-HTTP-Method-Override");
  }
}
