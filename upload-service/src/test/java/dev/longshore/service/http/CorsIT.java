package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.client.Answer;
import dev.longshore.service.server.ServiceProcess;
import dev.longshore.service.server.TestServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What browsers are told, where the service is configured for pages of one other origin. */
class CorsIT {

  private static final String ORIGIN = "https://app.example";

  @TempDir static Path folder;
  private static ServiceProcess service;

  @BeforeAll
  static void start() throws Exception {
    service =
        ServiceProcess.start(
            folder, Map.of("LONGSHORE_CORS_ALLOWED_ORIGINS", ORIGIN + ", http://localhost:5173"));
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  private static Answer preflight(String origin, String method) throws Exception {
    try (var wire = service.wire()) {
      wire.head(
          "OPTIONS",
          "/uploads/AAAAAAAAAAAAAAAAAAAAAAAA",
          "Origin: " + origin,
          "Access-Control-Request-Method: " + method,
          "Access-Control-Request-Headers: tus-resumable,upload-offset,upload-checksum,"
              + "upload-concat,upload-defer-length,upload-length,upload-metadata,content-type,"
              + "authorization,upload-complete,upload-draft-interop-version,content-digest,repr-digest");
      return wire.answer();
    }
  }

  @Test
  void preflightAllowsEveryMethodAndField() throws Exception {
    for (var method : new String[] {"POST", "PATCH", "HEAD", "DELETE"}) {
      var answer = preflight(ORIGIN, method);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
      assertThat(answer.header("Access-Control-Allow-Methods")).contains(method);
      assertThat(answer.headers().get("Access-Control-Allow-Headers").toString().toLowerCase())
          .contains(
              "authorization", "upload-checksum", "upload-concat", "repr-digest", "content-type");
    }
  }

  @Test
  void everyOriginOfTheListIsAllowed() throws Exception {
    var answer = preflight("http://localhost:5173", "PATCH");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("http://localhost:5173");
  }

  @Test
  void withoutOriginsNoPageOfAnotherMayRead() throws Exception {
    try (var server = TestServer.storingIn(folder).start();
        var wire = server.wire()) {
      wire.head("OPTIONS", "/uploads", "Origin: " + ORIGIN, "Access-Control-Request-Method: POST");
      assertThat(wire.answer().headers()).doesNotContainKey("Access-Control-Allow-Origin");
    }
  }

  @Test
  void answersExposeTheFieldsThatClientsRead() throws Exception {
    try (var wire = service.wire()) {
      wire.head(
          "POST",
          "/uploads",
          "Origin: " + ORIGIN,
          "Tus-Resumable: 1.0.0",
          "Upload-Length: 3",
          "Content-Length: 0");
      var answer = wire.answer();
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
      assertThat(answer.header("Access-Control-Expose-Headers").split(","))
          .contains("Location", "Upload-Offset", "Upload-Concat", "Upload-Expires", "Upload-Limit");
    }
  }

  @Test
  void errorsCanBeReadToo() throws Exception {
    try (var wire = service.wire()) {
      wire.patch("/uploads/AAAAAAAAAAAAAAAAAAAAAAAA", 0, 0, "Origin: " + ORIGIN);
      var answer = wire.answer();
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
    }
  }

  @Test
  void otherOriginsGetNothing() throws Exception {
    var answer = preflight("https://other.example", "POST");
    assertThat(answer.headers()).doesNotContainKey("Access-Control-Allow-Origin");
  }
}
