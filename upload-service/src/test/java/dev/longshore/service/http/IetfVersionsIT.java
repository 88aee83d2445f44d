package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.IetfRequest;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What differs between the interop versions of the IETF's resumable uploads. */
class IetfVersionsIT {

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

  private static Answer send(String method, String target, IetfRequest request, String body) {
    return client.send(method, target, body.getBytes(), request.fields());
  }

  private static String create(int version, long length) {
    return send("POST", "/uploads", IetfRequest.in(version).complete(false).length(length), "")
        .header("Location");
  }

  private static Answer patch(String upload, IetfRequest request, String body) {
    return send("PATCH", upload, request, body);
  }

  @Test
  void version3SaysUploadIncompleteUpsideDown() {
    var created =
        send("POST", "/uploads", IetfRequest.in(3).with("Upload-Incomplete", "?1"), "abc");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Upload-Incomplete")).isEqualTo("?1");
    assertThat(created.header("Upload-Offset")).isEqualTo("3");
    assertThat(created.headers()).doesNotContainKeys("Upload-Complete", "Upload-Limit");
    var upload = created.header("Location");
    assertThat(send("HEAD", upload, IetfRequest.in(3), "").header("Upload-Incomplete"))
        .isEqualTo("?1");
    var last = patch(upload, IetfRequest.in(3).with("Upload-Offset", "3"), "def");
    assertThat(last.status()).isEqualTo(201);
    assertThat(last.header("Upload-Incomplete")).isEqualTo("?0");
    assertThat(last.header("Upload-Offset")).isEqualTo("6");
    assertThat(server.objectOf(upload)).hasContent("abcdef");
    assertThat(send("HEAD", upload, IetfRequest.in(3), "").header("Upload-Incomplete"))
        .isEqualTo("?0");
  }

  @ParameterizedTest
  @CsvSource({"3,201", "4,201", "5,201", "6,201", "7,204", "8,204", "9,204", "10,204", "0,204"})
  void appendIs201Until6And204From7(int version, int status) {
    var upload = create(version, 6);
    var answer = patch(upload, IetfRequest.in(version).offset(0).complete(false), "abc");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.offset()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"3,201", "4,201", "5,201", "6,415", "7,415", "8,415", "9,415", "10,415", "0,415"})
  void mediaTypeIsAskedForFrom6(int version, int status) {
    var upload = create(version, 3);
    var request =
        IetfRequest.in(version)
            .with("Upload-Offset", "0")
            .with("Content-Type", "text/plain")
            .complete(true);
    assertThat(patch(upload, request, "abc").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"3,201", "4,201", "5,201", "6,201", "7,400", "8,400", "9,400", "10,400", "0,400"})
  void appendWithoutUploadCompleteIsTheLastUntil6AndRefusedFrom7(int version, int status) {
    var upload = create(version, 3);
    var answer = patch(upload, IetfRequest.in(version).offset(0), "abc");
    assertThat(answer.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "3, offset-mismatch",
    "4, offset-mismatch",
    "5, offset-mismatch",
    "6, http-problem-types#mismatching-upload-offset",
    "7, http-problem-types#mismatching-upload-offset",
    "8, http-problem-types#mismatching-upload-offset",
    "9, http-problem-types#mismatching-upload-offset",
    "10, http-problem-types#mismatching-upload-offset",
    "0, http-problem-types#mismatching-upload-offset"
  })
  void problemsHaveRegisteredTypesFrom6(int version, String type) {
    var upload = create(version, 3);
    var answer = patch(upload, IetfRequest.in(version).offset(1).complete(true), "bc");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.offset()).isZero();
    assertThat(answer.problem()).isEqualTo(type);
    assertThat(answer.header(version == 3 ? "Upload-Incomplete" : "Upload-Complete"))
        .isEqualTo(version == 3 ? "?1" : "?0");
  }

  @ParameterizedTest
  @CsvSource({
    "6, completed-upload",
    "7, completed-upload",
    "8, completed-upload",
    "9, inconsistent-upload-length",
    "10, inconsistent-upload-length",
    "0, inconsistent-upload-length"
  })
  void appendToACompleteUploadIsRefusedInTheWordsOfTheVersion(int version, String type) {
    var upload = create(version, 3);
    patch(upload, IetfRequest.in(version).offset(0).complete(true), "abc");
    var answer = patch(upload, IetfRequest.in(version).offset(3).complete(true), "d");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("http-problem-types#" + type);
    assertThat(server.objectOf(upload)).hasContent("abc");
  }

  @ParameterizedTest
  @CsvSource({"3,204", "4,204", "5,204", "6,204", "7,404", "8,404", "9,404", "10,404", "0,404"})
  void bytesBeyondTheLengthEndTheUploadFrom7(int version, int status) {
    var upload = create(version, 3);
    var answer = patch(upload, IetfRequest.in(version).offset(0).complete(false), "abcd");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(send("HEAD", upload, IetfRequest.in(version), "").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"6,expires", "7,max-age", "8,max-age", "9,max-age", "10,max-age", "0,max-age"})
  void limitOnTheAgeIsCalledExpiresIn6(int version, String key) {
    var upload = create(version, 3);
    assertThat(send("HEAD", upload, IetfRequest.in(version), "").header("Upload-Limit"))
        .isEqualTo("max-size=5497558138880, %s=86400".formatted(key));
  }

  @ParameterizedTest
  @CsvSource({"HEAD,5,400", "DELETE,6,400", "HEAD,7,204", "DELETE,7,204", "HEAD,0,204"})
  void stateInARetrievalOrCancellationIsRefusedUntil6(String method, int version, int status) {
    var upload = create(version, 3);
    var request = IetfRequest.in(version).with("Upload-Offset", "0");
    assertThat(send(method, upload, request, "").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 0})
  void everyVersionUploadsResumesAndCompletes(int version) {
    var created =
        send("POST", "/uploads", IetfRequest.in(version).complete(false).length(9), "abc");
    var upload = created.header("Location");
    assertThat(patch(upload, IetfRequest.in(version).offset(3).complete(false), "def").status())
        .isBetween(200, 204);
    long offset = send("HEAD", upload, IetfRequest.in(version), "").offset();
    var last = patch(upload, IetfRequest.in(version).offset(offset).complete(true), "ghi");
    assertThat(last.status()).isEqualTo(201);
    assertThat(server.objectOf(upload)).hasContent("abcdefghi");
    assertThat(send("DELETE", upload, IetfRequest.in(version), "").status()).isEqualTo(204);
  }
}
