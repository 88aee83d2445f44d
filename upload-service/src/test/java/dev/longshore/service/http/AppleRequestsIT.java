package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.Wire;
import dev.longshore.service.server.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What URLSession's upload tasks send when a connection is cut in the middle: iOS 17 in version 3
 * (draft -01), iOS 18.0 in version 5 (-03), iOS 18.1 and later in version 6 (-05). The requests are
 * written after those drafts and what is known of the client, not taken from a device: the whole
 * body in one POST that says that it is complete, a HEAD to the Location of the 104, and the rest
 * in one PATCH.
 */
class AppleRequestsIT {

  private static final String AGENT = "User-Agent: Uploader/1 CFNetwork/1568.100.1 Darwin/24.0.0";

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.storingIn(folder).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "3, Upload-Incomplete, ?0, application/octet-stream",
    "5, Upload-Complete,   ?1, application/octet-stream",
    "6, Upload-Complete,   ?1, application/partial-upload",
    "8, Upload-Complete,   ?1, application/partial-upload"
  })
  void uploadTaskGoesOnAfterACut(int version, String field, String whole, String type)
      throws Exception {
    var draft = "Upload-Draft-Interop-Version: " + version;
    Answer interim;
    try (var wire = server.wire()) {
      wire.head(
              "POST",
              "/uploads",
              "Accept: */*",
              AGENT,
              draft,
              field + ": " + whole,
              "Content-Type: video/quicktime",
              "Content-Length: 9")
          .send("abcdef".getBytes());
      interim = wire.answerOrInterim();
      assertThat(interim.status()).isEqualTo(104);
      assertThat(interim.header("Upload-Draft-Interop-Version")).isEqualTo("" + version);
    }
    var upload = interim.header("Location");
    var head = head(upload, draft);
    assertThat(head.status()).isEqualTo(204);
    assertThat(head.header(field)).isNotEqualTo(whole);
    int offset = (int) head.offset();
    assertThat(offset).isBetween(0, 6);

    try (var wire = server.wire()) {
      wire.head(
              "PATCH",
              upload,
              "Accept: */*",
              AGENT,
              draft,
              field + ": " + whole,
              "Upload-Offset: " + offset,
              "Content-Type: " + type,
              "Content-Length: " + (9 - offset))
          .send("abcdefghi".getBytes(), offset, 9);
      var answer = wire.answer();
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.header(field)).isEqualTo(whole);
      assertThat(answer.offset()).isEqualTo(9);
    }
    assertThat(server.objectOf(upload)).hasContent("abcdefghi");
    assertThat(server.client().get(upload).json().get("contentType").textValue())
        .isEqualTo("video/quicktime");
  }

  private static Answer head(String upload, String draft) throws Exception {
    try (Wire wire = server.wire()) {
      return wire.head("HEAD", upload, "Accept: */*", AGENT, draft).answerOfHead();
    }
  }
}
