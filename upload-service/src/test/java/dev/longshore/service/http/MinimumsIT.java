package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.IetfRequest;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The least bytes of uploads and chunks: {@code min-size} and {@code min-append-size}. */
class MinimumsIT {

  @TempDir static Path folder;
  private static TestServer server;
  private static UploadClient client;

  @BeforeAll
  static void start() {
    server =
        TestServer.storingIn(folder)
            .with("longshore.limits.min-upload-size", 50)
            .with("longshore.limits.min-chunk-size", 10)
            .with("longshore.limits.max-upload-size", 1000)
            .start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer create(IetfRequest request, int content) {
    return client.send("POST", "/uploads", new byte[content], request.fields());
  }

  /** An upload of a length that nobody has said. */
  private static String open() {
    return create(IetfRequest.in(8).complete(false), 0).header("Location");
  }

  private static Answer append(String upload, long offset, boolean complete, int content) {
    var fields = IetfRequest.in(8).complete(complete).offset(offset).fields();
    return client.send("PATCH", upload, new byte[content], fields);
  }

  @Test
  void limitsAreAnnounced() {
    var limits = "min-size=50, min-append-size=10";
    assertThat(client.send("OPTIONS", "/uploads", new byte[0]).header("Upload-Limit"))
        .contains(limits);
    assertThat(create(IetfRequest.in(8).complete(false), 0).header("Upload-Limit"))
        .contains(limits);
  }

  @Test
  void appendBelowTheMinimumIs400WithTheLimitAndChangesNothing() {
    var upload = open();
    var answer = append(upload, 0, false, 9);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("chunk-too-small");
    assertThat(answer.json().get("min-chunk-size").intValue()).isEqualTo(10);
    assertThat(answer.header("Upload-Limit")).contains("min-append-size=10");
    assertThat(answer.offset()).isZero();
    assertThat(client.head(upload).offset()).isZero();
    assertThat(append(upload, 0, false, 10).status()).isEqualTo(204);
  }

  @Test
  void minimumIsNotForTheFinalAppend() {
    var upload = open();
    assertThat(append(upload, 0, false, 60).status()).isEqualTo(204);
    assertThat(append(upload, 60, true, 1).status()).isEqualTo(201);
    assertThat(server.objectOf(upload)).hasSize(61);
  }

  @Test
  void minimumIsNotForTheLastBytesOfAKnownLength() {
    var upload = client.create(61);
    assertThat(client.patch(upload, 0, new byte[60]).status()).isEqualTo(204);
    assertThat(client.patch(upload, 60, new byte[1]).status()).isEqualTo(204);
    assertThat(server.objectOf(upload)).hasSize(61);
  }

  @Test
  void minimumHoldsForChunksOfTusWhoseUploadGoesOn() {
    var answer = client.patch(client.create(61), 0, new byte[9]);
    assertThat(answer.problem()).isEqualTo("chunk-too-small");
  }

  @Test
  void minimumIsNotForAChunkOfTusThatMayBeTheLast() {
    var upload = client.tus("POST", "/uploads", "Upload-Defer-Length", "1").header("Location");
    assertThat(client.patch(upload, 0, new byte[55]).status()).isEqualTo(204);
    assertThat(client.patch(upload, 55, new byte[5]).status()).isEqualTo(204);
    assertThat(client.patch(upload, 60, new byte[0], "Upload-Length", "60").status())
        .isEqualTo(204);
    assertThat(server.objectOf(upload)).hasSize(60);
  }

  @Test
  void minimumIsNotForAnEmptyCreationAndIsForOneWithContent() {
    assertThat(create(IetfRequest.in(8).complete(false).length(60), 0).status()).isEqualTo(201);
    var answer = create(IetfRequest.in(8).complete(false).length(60), 9);
    assertThat(answer.problem()).isEqualTo("chunk-too-small");
    assertThat(answer.header("Location")).isNull();
    assertThat(create(IetfRequest.in(8).complete(false).length(60), 10).status()).isEqualTo(201);
  }

  @Test
  void chunkThatTurnsOutTooSmallIs400AndTellsWhatIsKept() throws Exception {
    var upload = open();
    try (var wire = server.wire()) {
      var head = IetfRequest.in(8).complete(false).offset(0).content(-1).lines();
      wire.head("PATCH", upload, head).chunk(new byte[9], 0, 9);
      await().until(() -> server.written(upload) == 9);
      var answer = wire.chunk(new byte[0], 0, 0).answer();
      assertThat(answer.problem()).isEqualTo("chunk-too-small");
      assertThat(answer.offset()).isEqualTo(9);
      assertThat(client.head(upload).offset()).isEqualTo(9);
    }
  }

  @Test
  void bytesOfAChunkThatIsCutAreKeptHoweverFewCame() throws Exception {
    var upload = open();
    try (var wire = server.wire()) {
      wire.head("PATCH", upload, IetfRequest.in(8).complete(false).offset(0).content(20).lines())
          .send(new byte[5]);
      await().until(() -> server.written(upload) == 5);
    }
    await().until(() -> client.head(upload).offset() == 5);
  }

  @Test
  void uploadBelowTheMinimumIs400InEveryDialect() {
    var small = create(IetfRequest.in(8).complete(false).length(49), 0);
    assertThat(small.status()).isEqualTo(400);
    assertThat(small.problem()).isEqualTo("upload-too-small");
    assertThat(small.json().get("min-size").intValue()).isEqualTo(50);
    assertThat(small.header("Upload-Limit")).contains("min-size=50");
    assertThat(create(IetfRequest.in(8).complete(true), 49).problem())
        .isEqualTo("upload-too-small");
    assertThat(client.tusCreate(49).problem()).isEqualTo("upload-too-small");
    assertThat(client.json("{\"totalSize\": 49}").problem()).isEqualTo("upload-too-small");
    assertThat(append(open(), 0, true, 49).problem()).isEqualTo("upload-too-small");
    assertThat(client.create(50)).isNotNull();
  }

  @Test
  void piecesOfOthersMayBeSmallerThanUploads() {
    var piece = client.tusCreate(30, "Upload-Concat", "partial").header("Location");
    assertThat(client.patch(piece, 0, new byte[30]).status()).isEqualTo(204);
    assertThat(client.tus("POST", "/uploads", "Upload-Concat", "final;" + piece).problem())
        .isEqualTo("upload-too-small");
    var both = "final;" + piece + " " + piece;
    assertThat(client.tus("POST", "/uploads", "Upload-Concat", both).status()).isEqualTo(201);
  }
}
