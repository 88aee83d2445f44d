package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.client.Wire;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.upload.TransferOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The extensions checksum and checksum-trailer of tus 1.0.0. */
class TusChecksumIT {

  private static final String RIGHT = "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=";
  private static final byte[] HELLO = bytes("hello world");
  private static final byte[] HALLO = bytes("hallo world");
  private static final String TYPE = "application/offset+octet-stream";

  @TempDir static Path folder;
  private static TestServer server;
  private static UploadClient client;

  @BeforeAll
  static void start() {
    // So many checkpoints that one would come while a digest is pending.
    var times =
        new TransferOptions(Duration.ofMillis(5), Duration.ofMinutes(5), Duration.ofMinutes(5));
    server = TestServer.storingIn(folder).with(TransferOptions.class, times).start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void optionsTellsTheAlgorithmsSha1AmongThem() {
    var answer = client.send("OPTIONS", "/uploads", new byte[0]);
    assertThat(answer.header("Tus-Extension").split(",")).contains("checksum", "checksum-trailer");
    assertThat(answer.header("Tus-Checksum-Algorithm").split(","))
        .containsExactlyInAnyOrder("sha1", "sha256", "sha512", "md5", "crc32", "crc32c");
  }

  /** Computed by Python's hashlib and zlib, and by tus.io's example; crc32c by RFC 9260's table. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        RIGHT,
        "sha256 uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=",
        "sha512 MJ7MSJwS1utMxA9QyQLytNDtd+5RGnx6m808qG1M2G+Y"
            + "ndNbxf9JlnDaNCVbRbDP2DDoH2Bdz33FVC6TrpzXbw==",
        "md5 XrY7u+Ae7tCTyyK7j1rNww==",
        "crc32 DUoRhQ==",
        "crc32c yZRlqg=="
      })
  void matchingChecksumIs204(String checksum) throws Exception {
    var upload = client.create(11);
    var answer = client.patch(upload, 0, HELLO, "Upload-Checksum", checksum);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
    assertThat(server.objectOf(upload)).hasBinaryContent(HELLO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RIGHT,
        "sha256 uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=",
        "md5 XrY7u+Ae7tCTyyK7j1rNww==",
        "crc32 DUoRhQ==",
        "crc32c yZRlqg=="
      })
  void mismatchIs460AndTheChunkIsDiscardedAndTheOffsetUnchanged(String checksum) throws Exception {
    var upload = client.create(22);
    client.patch(upload, 0, HELLO);
    var answer = client.patch(upload, 11, HALLO, "Upload-Checksum", checksum);
    assertThat(answer.status()).isEqualTo(460);
    assertThat(answer.header("Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(answer.problem()).isEqualTo("checksum-mismatch");
    assertThat(answer.json().get("detail").textValue()).contains(checksum.split(" ")[1]);
    assertThat(answer.offset()).isEqualTo(11);
    assertThat(client.head(upload).offset()).isEqualTo(11);
    assertThat(client.patch(upload, 11, HELLO, "Upload-Checksum", checksum).status())
        .isEqualTo(204);
    assertThat(server.objectOf(upload)).hasContent("hello worldhello world");
  }

  @Test
  void mismatchOfTheLastChunkDoesNotComplete() {
    var upload = client.create(11);
    assertThat(client.patch(upload, 0, HALLO, "Upload-Checksum", RIGHT).status()).isEqualTo(460);
    assertThat(server.objectOf(upload)).doesNotExist();
    assertThat(client.get(upload).json().get("status").textValue()).isEqualTo("Pending");
  }

  @Test
  void discardedChunkMayBeFollowedByAShorterOne() {
    var upload = client.tus("POST", "/uploads", "Upload-Defer-Length", "1").header("Location");
    assertThat(client.patch(upload, 0, HALLO, "Upload-Checksum", RIGHT).status()).isEqualTo(460);
    assertThat(client.patch(upload, 0, bytes("hi"), "Upload-Length", "2").status()).isEqualTo(204);
    assertThat(server.objectOf(upload)).hasContent("hi");
  }

  @Test
  void checksumOfNoBytesIsCheckedToo() {
    var upload = client.create(11);
    assertThat(client.patch(upload, 0, new byte[0], "Upload-Checksum", RIGHT).status())
        .isEqualTo(460);
    var none = "sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
    assertThat(client.patch(upload, 0, new byte[0], "Upload-Checksum", none).status())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha3 AAAA", "SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "adler32 AAAAAA=="})
  void unsupportedAlgorithmIs400AndTellsThoseThatAre(String checksum) {
    var upload = client.create(11);
    var answer = client.patch(upload, 0, HELLO, "Upload-Checksum", checksum);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains("sha1").contains("crc32");
    assertThat(client.head(upload).offset()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha1",
        "sha1 ",
        "sha1 !!!",
        "sha1 AAAA",
        "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0= x",
        "sha1 2aae6c35c94fcfb415dbe95f408b9ce91ee846ed"
      })
  void malformedChecksumIs400AndChangesNothing(String checksum) {
    var upload = client.create(11);
    var answer = client.patch(upload, 0, HELLO, "Upload-Checksum", checksum);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains("Upload-Checksum");
    assertThat(client.head(upload).offset()).isZero();
  }

  @Test
  void checkpointsLeaveAChunkWithAChecksumAlone() throws Exception {
    var upload = client.create(11);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, 11, "Upload-Checksum: " + RIGHT).send(HELLO, 0, 6);
      await().until(() -> server.written(upload) == 6);
      // A checkpoint of another upload, begun later, shows that one of this would have come.
      var other = client.create(11);
      try (var second = server.wire()) {
        second.patch(other, 0, 11).send(HELLO, 0, 6);
        await().until(() -> client.uploadedBytes(other) == 6);
      }
      assertThat(client.uploadedBytes(upload)).isZero();
      assertThat(wire.send(HELLO, 6, 11).answer().status()).isEqualTo(204);
    }
    assertThat(server.objectOf(upload)).hasBinaryContent(HELLO);
  }

  @Test
  void handOverInTheMiddleDiscardsWhatCame() throws Exception {
    var upload = client.create(11);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, 11, "Upload-Checksum: " + RIGHT).send(HELLO, 0, 6);
      await().until(() -> server.written(upload) == 6);
      assertThat(client.head(upload).offset()).isZero();
      var ended = wire.answer();
      assertThat(ended.problem()).isEqualTo("upload-taken-over");
      assertThat(ended.offset()).isZero();
    }
    assertThat(client.patch(upload, 0, HELLO).status()).isEqualTo(204);
    assertThat(server.objectOf(upload)).hasBinaryContent(HELLO);
  }

  @Test
  void disconnectInTheMiddleDiscardsWhatCame() throws Exception {
    var upload = client.create(11);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, 11, "Upload-Checksum: " + RIGHT).send(HELLO, 0, 6);
      await().until(() -> server.written(upload) == 6);
    }
    assertThat(client.head(upload).offset()).isZero();
  }

  @Test
  void bodyBeyondTheLengthIs400AndDiscarded() throws Exception {
    var upload = client.create(5);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, -1, "Upload-Checksum: " + RIGHT);
      var answer = wire.chunk(HELLO, 0, 11).chunk(HELLO, 0, 0).answer();
      assertThat(answer.problem()).isEqualTo("beyond-length");
    }
    assertThat(client.head(upload).offset()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 11", "5, 0", "11, 0"})
  void creationWithUploadIsCheckedToo(int length, int spare) {
    var body = bytes("hello world".substring(0, length));
    var created = createWith(body, length + spare, checksum("SHA-1", body));
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    assertThat(created.offset()).isEqualTo(length);
    var wrong = createWith(body, length + spare, checksum("SHA-1", bytes("other")));
    assertThat(wrong.status()).isEqualTo(460);
    assertThat(wrong.headers()).doesNotContainKey("Location");
    assertThat(createWith(body, length + spare, "sha1 no").status()).isEqualTo(400);
  }

  private static Answer createWith(byte[] body, int length, String checksum) {
    return client.send(
        "POST",
        "/uploads",
        body,
        "Tus-Resumable",
        "1.0.0",
        "Upload-Length",
        Integer.toString(length),
        "Content-Type",
        TYPE,
        "Upload-Checksum",
        checksum);
  }

  private static String checksum(String algorithm, byte[] body) {
    try {
      return algorithm.replace("-", "").toLowerCase()
          + " "
          + Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(body));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** A chunk of the transfer coding, then its end with these trailers. */
  private static Answer trailing(Wire wire, String upload, byte[] body, String... trailers)
      throws Exception {
    wire.patch(upload, 0, -1, "Trailer: Upload-Checksum").chunk(body, 0, body.length);
    var end = new StringBuilder("0\r\n");
    for (var trailer : trailers) {
      end.append(trailer).append("\r\n");
    }
    return wire.send(bytes(end + "\r\n")).answer();
  }

  @ParameterizedTest
  @ValueSource(strings = {RIGHT, "crc32 DUoRhQ==", "md5 XrY7u+Ae7tCTyyK7j1rNww=="})
  void matchingChecksumInATrailerIs204(String checksum) throws Exception {
    var upload = client.create(11);
    try (var wire = server.wire()) {
      var answer = trailing(wire, upload, HELLO, "Upload-Checksum: " + checksum);
      assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
      assertThat(answer.offset()).isEqualTo(11);
      // The connection goes on.
      wire.head("HEAD", upload, "Tus-Resumable: 1.0.0");
      assertThat(wire.answerOfHead().offset()).isEqualTo(11);
    }
    assertThat(server.objectOf(upload)).hasBinaryContent(HELLO);
  }

  @Test
  void mismatchInATrailerIs460AndTheChunkIsDiscarded() throws Exception {
    var upload = client.create(11);
    try (var wire = server.wire()) {
      var answer = trailing(wire, upload, HALLO, "upload-checksum: " + RIGHT);
      assertThat(answer.status()).isEqualTo(460);
      assertThat(client.head(upload).offset()).isZero();
      assertThat(trailing(wire, upload, HELLO, "Upload-Checksum: " + RIGHT).status())
          .isEqualTo(204);
    }
    assertThat(server.objectOf(upload)).hasBinaryContent(HELLO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Other: 1", "Upload-Checksum: sha3 AAAA", "Upload-Checksum: sha1"})
  void announcedTrailerThatIsMissingOrMalformedIs400AndTheChunkIsDiscarded(String trailer)
      throws Exception {
    var upload = client.create(11);
    try (var wire = server.wire()) {
      var answer = trailing(wire, upload, HELLO, trailer);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().get("detail").textValue()).contains("Upload-Checksum");
      assertThat(client.head(upload).offset()).isZero();
    }
  }

  @Test
  void trailerOfALongBodyIsFoundBehindIt() throws Exception {
    var body = new byte[3 << 20];
    new java.util.Random(3).nextBytes(body);
    var upload = client.create(body.length);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, -1, "Trailer: X-Time, Upload-Checksum");
      for (int from = 0; from < body.length; from += 1 << 20) {
        wire.chunk(body, from, from + (1 << 20));
      }
      var trailer = "X-Time: 1\r\nUpload-Checksum: " + checksum("SHA-256", body);
      var answer = wire.send(bytes("0\r\n" + trailer + "\r\n\r\n")).answer();
      assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
    }
    assertThat(server.objectOf(upload)).hasBinaryContent(body);
  }

  @Test
  void trailerOfOneRequestIsNotThatOfThePipelinedNext() throws Exception {
    var first = client.create(11);
    var second = client.create(11);
    try (var wire = server.wire()) {
      wire.patch(first, 0, -1, "Trailer: Upload-Checksum").chunk(HELLO, 0, 11);
      wire.send(bytes("0\r\nUpload-Checksum: " + RIGHT + "\r\n\r\n"));
      wire.patch(second, 0, -1, "Trailer: Upload-Checksum").chunk(HELLO, 0, 11);
      wire.send(bytes("0\r\n\r\n"));
      assertThat(wire.answer().status()).isEqualTo(204);
      assertThat(wire.answer().status()).isEqualTo(400);
    }
    assertThat(client.head(second).offset()).isZero();
  }

  @Test
  void trailerWithoutTheChunkedCodingIs400() throws Exception {
    var upload = client.create(11);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, 11, "Trailer: Upload-Checksum").send(HELLO);
      var answer = wire.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().get("detail").textValue()).contains("chunked");
    }
    assertThat(client.head(upload).offset()).isZero();
  }
}
