package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of uploads and chunks, with the length announced and without. */
@ParameterizedClass(name = "over {0}")
@ValueSource(strings = {"epoll", "nio"})
class LimitsIT {

  /** Bodies with a length go past the HTTP server over epoll, and through it over NIO. */
  @Parameter String transport;

  @TempDir static Path folder;
  private static TestServer server;
  private static UploadClient client;

  @BeforeParameterizedClassInvocation
  static void start(String transport) {
    server =
        TestServer.storingIn(folder)
            .over(transport)
            .with("longshore.limits.max-upload-size", 1000)
            .with("longshore.limits.max-chunk-size", 100)
            .start();
    client = server.client();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  /** A chunk without an announced length, which comes in two pieces. */
  private static Answer chunked(String upload, long offset, int first, int second)
      throws Exception {
    try (var wire = server.wire()) {
      wire.patch(upload, offset, -1).chunk(new byte[first], 0, first);
      await().until(() -> server.written(upload) == offset + first);
      return wire.chunk(new byte[second], 0, second).chunk(new byte[0], 0, 0).answer();
    }
  }

  /** A chunk without an announced length, which comes all at once. */
  private static Answer chunkedAtOnce(String upload, long offset, String bytes) throws Exception {
    try (var wire = server.wire()) {
      wire.patch(upload, offset, -1);
      var length = Integer.toHexString(bytes.length());
      var body = bytes.isEmpty() ? "" : length + "\r\n" + bytes + "\r\n";
      return wire.send((body + "0\r\n\r\n").getBytes()).answer();
    }
  }

  @Test
  void optionsTellsTheMaximum() {
    assertThat(client.send("OPTIONS", "/uploads", new byte[0]).header("Tus-Max-Size"))
        .isEqualTo("1000");
  }

  @Test
  void uploadUpToTheMaximumIsTaken() {
    assertThat(client.tusCreate(1000).status()).isEqualTo(201);
  }

  @Test
  void uploadAboveTheMaximumIs413InBothDialects() {
    assertThat(client.tusCreate(1001).problem()).isEqualTo("upload-too-large");
    var answer = client.json("{\"totalSize\": 1001}");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().get("max-size").intValue()).isEqualTo(1000);
  }

  @Test
  void chunkUpToTheMaximumIsTaken() throws Exception {
    var upload = client.create(1000);
    assertThat(client.patch(upload, 0, new byte[100]).offset()).isEqualTo(100);
    assertThat(chunked(upload, 100, 50, 50).offset()).isEqualTo(200);
  }

  @Test
  void chunkAnnouncedAboveTheMaximumIs413BeforeAByteIsTaken() {
    var upload = client.create(1000);
    var answer = client.patch(upload, 0, new byte[101]);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.problem()).isEqualTo("chunk-too-large");
    assertThat(answer.json().get("max-chunk-size").intValue()).isEqualTo(100);
    assertThat(client.head(upload).offset()).isZero();
  }

  @Test
  void chunkThatGrowsAboveTheMaximumIs413AndTellsWhatIsKept() throws Exception {
    var upload = client.create(1000);
    var answer = chunked(upload, 0, 80, 70);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.problem()).isEqualTo("chunk-too-large");
    assertThat(answer.offset()).isEqualTo(client.head(upload).offset());
    assertThat(client.patch(upload, answer.offset(), new byte[10]).status()).isEqualTo(204);
  }

  @Test
  void bodyAnnouncedBeyondTheLengthIs400() {
    var upload = client.create(10);
    var answer = client.patch(upload, 0, new byte[11]);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("beyond-length");
    assertThat(answer.offset()).isZero();
    assertThat(client.head(upload).offset()).isZero();
  }

  @Test
  void bodyThatGrowsBeyondTheLengthIs400AndDoesNotComplete() throws Exception {
    var upload = client.create(70);
    var answer = chunked(upload, 0, 60, 40);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("beyond-length");
    assertThat(client.get(upload).json().get("status").textValue()).isNotEqualTo("Complete");
    assertThat(server.objectOf(upload)).doesNotExist();
    assertThat(answer.offset()).isEqualTo(client.head(upload).offset());
  }

  @RepeatedTest(20)
  void shortBodyBeyondTheLengthIs400HoweverItArrives() throws Exception {
    var upload = client.create(3);
    assertThat(chunkedAtOnce(upload, 0, "four").problem()).isEqualTo("beyond-length");
    assertThat(server.objectOf(upload)).doesNotExist();
    assertThat(chunkedAtOnce(upload, 0, "yes").offset()).isEqualTo(3);
    assertThat(server.objectOf(upload)).hasContent("yes");
  }

  @Test
  void bodyAfterTheLastByteIs400() throws Exception {
    var upload = client.create(10);
    client.patch(upload, 0, "0123456789".getBytes());
    assertThat(chunkedAtOnce(upload, 10, "tail").problem()).isEqualTo("beyond-length");
    assertThat(chunkedAtOnce(upload, 10, "").status()).isEqualTo(204);
    assertThat(server.objectOf(upload)).hasContent("0123456789");
  }
}
