package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.client.Wire;
import dev.longshore.service.server.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections behave: early answers, bodies that nobody wants, keep-alive and pipelining. */
@ParameterizedClass(name = "over {0}")
@ValueSource(strings = {"epoll", "nio"})
class ConnectionsIT {

  /** Bodies with a length go past the HTTP server over epoll, and through it over NIO. */
  @Parameter String transport;

  private static final int UNWANTED = 64 << 20;

  @TempDir static Path folder;
  private static TestServer server;
  private static UploadClient client;

  @BeforeParameterizedClassInvocation
  static void start(String transport) {
    server =
        TestServer.storingIn(folder)
            .over(transport)
            .with("longshore.limits.max-chunk-size", 99 << 20)
            .start();
    client = server.client();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  private static void assertAlive(Wire wire) throws IOException {
    assertThat(wire.head("OPTIONS", "/uploads").answer().status()).isEqualTo(204);
  }

  /** A client that sends all it has before it reads must not lose the answer to a reset. */
  @ParameterizedTest
  @CsvSource({
    "409, PATCH, 5,       1000,      application/offset+octet-stream",
    "400, PATCH, 0,       1000,      application/offset+octet-stream",
    "400, PATCH, x,       100000000, application/offset+octet-stream",
    "415, PATCH, 0,       100000000, text/plain",
    "405, PUT,   0,       100000000, application/offset+octet-stream"
  })
  void answerToAnUnwantedBodyArrivesAndTheConnectionGoesOn(
      int status, String method, String offset, long length, String type) throws Exception {
    var upload = client.create(length);
    try (var wire = server.wire()) {
      wire.head(
          method,
          upload,
          "Tus-Resumable: 1.0.0",
          "Upload-Offset: " + offset,
          "Content-Type: " + type,
          "Content-Length: " + UNWANTED);
      sendUnwanted(wire);
      assertThat(wire.answer().status()).isEqualTo(status);
      assertAlive(wire);
    }
  }

  @Test
  void answerToAnUnwantedBodyOfAnUnknownUploadArrives() throws Exception {
    try (var wire = server.wire()) {
      wire.patch("/uploads/AAAAAAAAAAAAAAAAAAAAAAAA", 0, UNWANTED);
      sendUnwanted(wire);
      assertThat(wire.answer().status()).isEqualTo(404);
      assertAlive(wire);
    }
  }

  @Test
  void answerToAChunkThatIsTooLargeArrives() throws Exception {
    try (var small =
            TestServer.storingIn(folder)
                .over(transport)
                .with("longshore.limits.max-chunk-size", 1000)
                .start();
        var announced = small.wire();
        var growing = small.wire()) {
      var upload = small.client().create(UNWANTED);
      announced.patch(upload, 0, UNWANTED);
      sendUnwanted(announced);
      assertThat(announced.answer().problem()).isEqualTo("chunk-too-large");
      assertAlive(announced);

      growing.patch(upload, 0, -1).chunk(new byte[900], 0, 900);
      await().until(() -> small.written(upload) == 900);
      growing.send((Integer.toHexString(UNWANTED) + "\r\n").getBytes());
      sendUnwanted(growing);
      growing.send("\r\n0\r\n\r\n".getBytes());
      assertThat(growing.answer().problem()).isEqualTo("chunk-too-large");
      assertAlive(growing);
    }
  }

  @Test
  void answerToACreationWithAnUnwantedBodyArrives() throws Exception {
    try (var wire = server.wire()) {
      wire.head("POST", "/uploads", "Content-Type: application/json", "Transfer-Encoding: chunked");
      wire.send((Integer.toHexString(UNWANTED) + "\r\n").getBytes());
      sendUnwanted(wire);
      wire.send("\r\n0\r\n\r\n".getBytes());
      assertThat(wire.answer().status()).isEqualTo(400);
      assertAlive(wire);
    }
  }

  private static void sendUnwanted(Wire wire) throws IOException {
    var block = new byte[1 << 20];
    for (int sent = 0; sent < UNWANTED; sent += block.length) {
      wire.send(block);
    }
  }

  @Test
  void earlyAnswerDoesNotWaitForTheBody() throws Exception {
    try (var wire = server.wire()) {
      wire.patch(client.create(UNWANTED), 7, UNWANTED - 7);
      assertThat(wire.answer().status()).isEqualTo(409);
    }
  }

  @Test
  void expectationIsMetBeforeTheBodyAndTheConnectionGoesOn() throws Exception {
    var upload = client.create(3);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, 3, "Expect: 100-continue");
      assertThat(wire.answerOrInterim().status()).isEqualTo(100);
      assertThat(wire.send("abc".getBytes()).answer().offset()).isEqualTo(3);
      assertAlive(wire);
    }
  }

  @Test
  void refusedExpectationEndsTheConnectionAsNobodyKnowsWhetherTheBodyFollows() throws Exception {
    var upload = client.create(3);
    try (var wire = server.wire()) {
      var answer = wire.patch(upload, 2, 1, "Expect: 100-continue").answerOrInterim();
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(wire.isEnded()).isTrue();
    }
  }

  @Test
  void oneConnectionServesManyRequests() throws Exception {
    var upload = client.create(20);
    try (var wire = server.wire()) {
      for (int i = 0; i < 20; i++) {
        wire.patch(upload, i, 1);
        assertThat(wire.send(new byte[] {'x'}).answer().offset()).isEqualTo(i + 1);
        wire.head("HEAD", upload, "Tus-Resumable: 1.0.0");
        assertThat(wire.answerOfHead().offset()).isEqualTo(i + 1);
        wire.head("HEAD", "/uploads/none");
        assertThat(wire.answerOfHead().status()).isEqualTo(404);
      }
    }
    assertThat(server.objectOf(upload)).hasContent("x".repeat(20));
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    var upload = client.create(3);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, 3).send("abc".getBytes());
      wire.head("GET", "/uploads/none").head("OPTIONS", "/uploads");
      assertThat(wire.answer().offset()).isEqualTo(3);
      assertThat(wire.answer().status()).isEqualTo(404);
      assertThat(wire.answer().header("Tus-Version")).isEqualTo("1.0.0");
    }
    assertThat(server.objectOf(upload)).hasContent("abc");
  }

  @Test
  void chunkedTransferCodingIsTaken() throws Exception {
    var bytes = new byte[3_000_000];
    new java.util.Random(1).nextBytes(bytes);
    var upload = client.create(bytes.length);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, -1);
      for (int at = 0, size = 1; at < bytes.length; size = size * 3 + 1) {
        int to = Math.min(bytes.length, at + size);
        wire.chunk(bytes, at, to);
        at = to;
      }
      assertThat(wire.chunk(bytes, 0, 0).answer().offset()).isEqualTo(bytes.length);
      assertAlive(wire);
    }
    assertThat(server.objectOf(upload)).hasBinaryContent(bytes);
  }
}
