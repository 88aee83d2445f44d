package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longshore.service.client.Answer;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every error is a problem of RFC 9457, the framework's own ones too. */
class ProblemsIT {

  @TempDir static Path folder;
  private static TestServer server;
  private static UploadClient client;

  @BeforeAll
  static void start() {
    server = TestServer.storingIn(folder).with("longshore.pod-name", "media-7").start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void assertProblem(Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    var problem = answer.json();
    assertThat(problem.get("type").textValue()).isEqualTo(type);
    assertThat(problem.get("title").textValue()).isNotBlank();
    assertThat(problem.get("status").intValue()).isEqualTo(status);
  }

  @Test
  void namedProblemHasAStableTypeAndSaysWhatToDo() {
    var answer = client.patch(client.create(3), 2, new byte[1]);
    assertProblem(answer, 409, "https://longshore.dev/problems/offset-mismatch");
    assertThat(answer.json().get("detail").textValue())
        .isEqualTo("The upload stands at offset 0, the chunk starts at 2. Go on from 0.");
  }

  @Test
  void everyAnswerNamesThePod() {
    assertThat(client.tusCreate(3).header("Longshore-Pod")).isEqualTo("media-7");
    assertThat(client.get("/uploads/none").header("Longshore-Pod")).isEqualTo("media-7");
    assertThat(client.send("PUT", "/uploads", new byte[0]).header("Longshore-Pod"))
        .isEqualTo("media-7");
    assertThat(client.get("/health/liveness").headers()).doesNotContainKey("Longshore-Pod");
  }

  @Test
  void unknownRoute() {
    assertProblem(client.get("/nothing/here"), 404, "about:blank");
    assertProblem(client.get("/uploads/a/b/c"), 404, "about:blank");
  }

  @Test
  void wrongMethodNamesTheRightOnes() {
    var answer = client.send("PUT", "/uploads", new byte[0]);
    assertProblem(answer, 405, "about:blank");
    assertThat(answer.header("Allow")).contains("POST").contains("OPTIONS");
  }

  @Test
  void unsupportedMediaType() {
    var answer = client.send("PATCH", client.create(3), new byte[3], "Tus-Resumable", "1.0.0");
    assertProblem(answer, 415, "about:blank");
  }

  @Test
  void wrongVersion() {
    var answer = client.send("POST", "/uploads", new byte[0], "Tus-Resumable", "0.2.1");
    assertProblem(answer, 412, "about:blank");
    assertThat(answer.json().get("detail").textValue()).contains("1.0.0");
  }

  @Test
  void malformedRequestLine() throws Exception {
    try (var wire = server.wire()) {
      wire.send("NOT HTTP\r\n\r\n".getBytes());
      assertThat(wire.answer().status()).isEqualTo(400);
      assertThat(wire.isEnded()).isTrue();
    }
  }

  @Test
  void malformedTarget() throws Exception {
    try (var wire = server.wire()) {
      wire.head("GET", "/uploads/%zz");
      assertThat(wire.answer().status()).isEqualTo(400);
    }
  }

  @Test
  void textOfTheClientIsEscaped() throws Exception {
    var answer = client.json("{\"totalSize\": 1, \"path\": \"<b>/\\\"x\\u0001\"}");
    assertProblem(answer, 400, "https://longshore.dev/problems/invalid-path");
    new ObjectMapper().readTree(answer.body());
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void headNeverHasABody() throws Exception {
    try (var wire = server.wire()) {
      wire.head("HEAD", "/uploads/none", "Tus-Resumable: 1.0.0").head("OPTIONS", "/uploads");
      assertThat(wire.answerOfHead().status()).isEqualTo(404);
      assertThat(wire.answer().header("Tus-Version")).isEqualTo("1.0.0");
    }
  }
}
