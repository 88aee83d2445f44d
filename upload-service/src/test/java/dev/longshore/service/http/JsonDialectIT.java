package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The three steps as JSON: start, chunk, complete; and status and abort. */
class JsonDialectIT {

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

  private static Answer chunk(String upload, long offset, String bytes) {
    var type = "application/octet-stream";
    var at = Long.toString(offset);
    return client.send(
        "PATCH", upload, bytes.getBytes(), "Content-Type", type, "Upload-Offset", at);
  }

  private static Answer complete(String upload) {
    return client.send("POST", upload + "/complete", new byte[0]);
  }

  @Test
  void threeStepsMakeAnObjectUnderItsPath() {
    var started =
        client.json(
            """
            {"path": "films/2026/a b.txt", "totalSize": 11, "contentType": "text/plain",
             "metadata": {"title": "Grüße", "empty": ""}}
            """);
    assertThat(started.status()).isEqualTo(201);
    assertThat(started.json().get("status").textValue()).isEqualTo("Pending");
    var upload = started.header("Location");
    assertThat(upload).isEqualTo("/uploads/" + started.json().get("uploadId").textValue());

    var first = chunk(upload, 0, "hello ");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.offset()).isEqualTo(6);
    assertThat(first.json().get("status").textValue()).isEqualTo("InProgress");
    assertThat(server.object("films/2026/a b.txt")).doesNotExist();
    chunk(upload, 6, "world");

    var completed = complete(upload);
    assertThat(completed.status()).isEqualTo(200);
    assertThat(completed.json().get("status").textValue()).isEqualTo("Complete");
    assertThat(server.object("films/2026/a b.txt")).hasContent("hello world");
  }

  @Test
  void statusShowsTheSessionsFieldsAndTheExpiry() {
    var upload =
        client
            .json(
                """
                {"path": "status.txt", "totalSize": 3, "contentType": "text/plain",
                 "metadata": {"title": "Grüße"}}
                """)
            .header("Location");
    chunk(upload, 0, "ab");
    var answer = client.get(upload);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.offset()).isEqualTo(2);
    var status = answer.json();
    assertThat(status.get("path").textValue()).isEqualTo("status.txt");
    assertThat(status.get("totalSize").longValue()).isEqualTo(3);
    assertThat(status.get("uploadedBytes").longValue()).isEqualTo(2);
    assertThat(status.get("contentType").textValue()).isEqualTo("text/plain");
    assertThat(status.get("status").textValue()).isEqualTo("InProgress");
    assertThat(status.get("metadata").get("title").textValue()).isEqualTo("Grüße");
    var created = Instant.parse(status.get("createdAt").textValue());
    assertThat(Instant.parse(status.get("updatedAt").textValue())).isAfterOrEqualTo(created);
    assertThat(Instant.parse(status.get("expiresAt").textValue()))
        .isBetween(
            created.minusSeconds(1).plus(Duration.ofHours(24)),
            Instant.now().plus(Duration.ofHours(24)));
  }

  @Test
  void uploadWithoutAPathLiesUnderItsId() {
    var upload = client.json("{\"totalSize\": 2}").header("Location");
    chunk(upload, 0, "ab");
    assertThat(folder.resolve(upload.substring("/uploads/".length()))).hasContent("ab");
  }

  @Test
  void completeIsIdempotent() {
    var upload = client.create(2);
    chunk(upload, 0, "ab");
    assertThat(complete(upload).status()).isEqualTo(200);
    assertThat(complete(upload).json()).isEqualTo(complete(upload).json());
  }

  @Test
  void completeBeforeTheLastByteIs409WithTheOffset() {
    var upload = client.create(5);
    chunk(upload, 0, "ab");
    var answer = complete(upload);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.problem()).isEqualTo("upload-incomplete");
    assertThat(answer.offset()).isEqualTo(2);
    assertThat(chunk(upload, 2, "cde").status()).isEqualTo(200);
  }

  @Test
  void headTellsOffsetAndLength() {
    var upload = client.create(5);
    chunk(upload, 0, "ab");
    var answer = client.send("HEAD", upload, new byte[0]);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.offset()).isEqualTo(2);
    assertThat(answer.header("Upload-Length")).isEqualTo("5");
  }

  @Test
  void deleteAborts() throws Exception {
    var upload = client.create(5);
    chunk(upload, 0, "ab");
    assertThat(client.send("DELETE", upload, new byte[0]).status()).isEqualTo(204);
    assertThat(client.get(upload).status()).isEqualTo(404);
    assertThat(complete(upload).status()).isEqualTo(404);
    assertThat(server.unfinished(upload)).doesNotExist();
  }

  @Test
  void bothDialectsSpeakOfTheSameUploads() {
    var upload = client.tusCreate(4, "Upload-Metadata", "path bWl4ZWQudHh0").header("Location");
    client.patch(upload, 0, "ab".getBytes());
    assertThat(chunk(upload, 2, "cd").json().get("status").textValue()).isEqualTo("Complete");
    assertThat(server.object("mixed.txt")).hasContent("abcd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                        | totalSize
          {"totalSize": null}                       | totalSize
          {"totalSize": -1}                         | totalSize
          {"totalSize": "many"}                     | JSON object
          {"totalSize": 1.5}                        | JSON object
          {"totalSize": 99999999999999999999}       | JSON object
          {"totalSize": 1, "path": ["a"]}           | JSON object
          {"totalSize": 1, "metadata": "a"}         | JSON object
          {"totalSize": 1, "metadata": {"a b": ""}} | metadata key
          {"totalSize": 1, "metadata": {"a": null}} | metadata
          {"totalSize": 1, "path": ""}              | empty
          [1]                                       | JSON object
          null                                      | JSON object
          {"totalSize": 1                           | JSON object
          not json                                  | JSON object
          """)
  void malformedCreationIs400AndSaysWhatIsExpected(String body, String detail) {
    var answer = client.json(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains(detail);
  }

  @Test
  void creationWithoutABodyIs400() {
    assertThat(client.json("").status()).isEqualTo(400);
  }

  @Test
  void hugeCreationIs400() {
    var answer = client.json("{\"totalSize\": 1, \"path\": \"" + "x".repeat(70_000) + "\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains("65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml"})
  void creationOfAnotherContentTypeIs415AndNamesBothDialects(String type) {
    var answer = client.send("POST", "/uploads", "{}".getBytes(), "Content-Type", type);
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.json().get("detail").textValue())
        .contains("application/json")
        .contains("Tus-Resumable");
  }

  @Test
  void chunkWithoutAnOffsetIs400() {
    var answer = client.send("PATCH", client.create(3), new byte[3]);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains("Upload-Offset");
  }

  @Test
  void chunkAtAnotherOffsetIs409() {
    var answer = chunk(client.create(3), 1, "ab");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("expected-offset").longValue()).isZero();
    assertThat(answer.json().get("provided-offset").longValue()).isEqualTo(1);
  }
}
