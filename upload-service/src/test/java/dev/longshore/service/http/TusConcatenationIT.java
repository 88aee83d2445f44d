package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The extensions concatenation and concatenation-unfinished of tus 1.0.0. */
class TusConcatenationIT {

  private static final Duration EXPIRATION = Duration.ofHours(2);

  @TempDir static Path folder;
  private static final AtomicReference<Instant> NOW =
      new AtomicReference<>(Instant.parse("2026-11-24T04:05:06Z"));
  private static TestServer server;
  private static UploadClient client;

  @BeforeAll
  static void start() {
    server =
        TestServer.storingIn(folder)
            .with(InstantSource.class, NOW::get)
            .with("longshore.session.memory-expiration", EXPIRATION.toString())
            .with("longshore.limits.max-upload-size", 100)
            .start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String partial(int length) {
    var answer = client.tusCreate(length, "Upload-Concat", "partial");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.header("Location");
  }

  /** A partial upload that has all its bytes. */
  private static String piece(String text) {
    var upload = partial(text.length());
    var answer = client.patch(upload, 0, text.getBytes(StandardCharsets.US_ASCII));
    assertThat(answer.status()).isEqualTo(204);
    return upload;
  }

  private static Answer concatenate(String pieces, String... headers) {
    var all = java.util.Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Upload-Concat";
    all[headers.length + 1] = "final;" + pieces;
    return client.tus("POST", "/uploads", all);
  }

  private static String path(String path) {
    return "path " + Base64.getEncoder().encodeToString(path.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void optionsTellsConcatenationAlsoUnfinished() {
    var answer = client.send("OPTIONS", "/uploads", new byte[0]);
    assertThat(answer.header("Tus-Extension").split(","))
        .contains("concatenation", "concatenation-unfinished");
  }

  @Test
  void partialUploadTellsSoAndItsOffsetAndNeverBecomesAnObject() {
    var created = client.tusCreate(3, "Upload-Concat", "partial", "Upload-Metadata", path("p.bin"));
    assertThat(created.header("Upload-Concat")).isEqualTo("partial");
    var upload = created.header("Location");
    assertThat(client.patch(upload, 0, "ab".getBytes()).offset()).isEqualTo(2);
    assertThat(client.head(upload).offset()).isEqualTo(2);
    assertThat(client.patch(upload, 2, "c".getBytes()).status()).isEqualTo(204);
    var head = client.head(upload);
    assertThat(head.header("Upload-Concat")).isEqualTo("partial");
    assertThat(head.header("Upload-Offset")).isEqualTo("3");
    assertThat(head.header("Upload-Length")).isEqualTo("3");
    assertThat(head.header("Upload-Expires")).isNotNull();
    assertThat(client.get(upload).json().has("expiresAt")).isTrue();
    assertThat(server.objectOf(upload)).doesNotExist();
    assertThat(server.object("p.bin")).doesNotExist();
  }

  @Test
  void finalUploadIsTheBytesOfItsPiecesInTheirOrder() {
    var pieces = piece("hello") + " " + piece(" world");
    var created = concatenate(pieces, "Upload-Metadata", path("hello.txt"));
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    assertThat(created.header("Upload-Concat")).isEqualTo("final;" + pieces);
    var head = client.head(created.header("Location"));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Upload-Length")).isEqualTo("11");
    assertThat(head.header("Upload-Offset")).isEqualTo("11");
    assertThat(head.header("Upload-Concat")).isEqualTo("final;" + pieces);
    assertThat(server.object("hello.txt")).hasContent("hello world");
    await().until(() -> !Files.exists(server.unfinished(created.header("Location"))));
  }

  @Test
  void piecesAreNamedByRelativeOrAbsoluteUrls() {
    var a = piece("a");
    var b = piece("b");
    var c = piece("c");
    var pieces = "%s  https://else.example/files%s ..%s?x=y".formatted(a, b, c);
    var created = concatenate(pieces);
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    assertThat(server.objectOf(created.header("Location"))).hasContent("abc");
    assertThat(client.head(created.header("Location")).header("Upload-Concat"))
        .isEqualTo("final;" + pieces);
  }

  @Test
  void pieceMayComeSeveralTimesAndInSeveralUploads() {
    var a = piece("a");
    var b = piece("b");
    var first = concatenate(String.join(" ", a, b, a)).header("Location");
    var second = concatenate(String.join(" ", b, a)).header("Location");
    assertThat(server.objectOf(first)).hasContent("aba");
    assertThat(server.objectOf(second)).hasContent("ba");
    assertThat(client.head(a).offset()).isEqualTo(1);
  }

  @Test
  void piecesMayBeEmpty() {
    var created = concatenate(String.join(" ", piece(""), piece("")));
    assertThat(created.status()).isEqualTo(201);
    assertThat(server.objectOf(created.header("Location"))).isEmptyFile();
  }

  @Test
  void metadataOfPiecesIsNotThatOfTheFinalUpload() {
    var piece =
        client.tusCreate(0, "Upload-Concat", "partial", "Upload-Metadata", path("mine.bin"));
    var created = concatenate(piece.header("Location"));
    assertThat(client.head(created.header("Location")).headers())
        .doesNotContainKey("Upload-Metadata");
    assertThat(server.object("mine.bin")).doesNotExist();
  }

  @Test
  void finalUploadMayBeCreatedBeforeItsPiecesAreComplete() {
    var a = partial(5);
    var b = partial(6);
    var created = concatenate(a + " " + b, "Upload-Metadata", path("later.txt"));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.headers()).doesNotContainKey("Upload-Offset");
    var upload = created.header("Location");
    client.patch(b, 0, " world".getBytes());
    var head = client.head(upload);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Upload-Length")).isEqualTo("11");
    assertThat(head.headers()).doesNotContainKey("Upload-Offset");
    client.patch(a, 0, "hello".getBytes());
    head = client.head(upload);
    assertThat(head.header("Upload-Offset")).isEqualTo("11");
    assertThat(head.header("Upload-Length")).isEqualTo("11");
    assertThat(server.object("later.txt")).hasContent("hello world");
  }

  @Test
  void lengthOfTheFinalUploadIsToldOnceItIsKnown() {
    var a = client.tus("POST", "/uploads", "Upload-Concat", "partial", "Upload-Defer-Length", "1");
    var b = piece("cd");
    var upload = concatenate(a.header("Location") + " " + b).header("Location");
    assertThat(client.head(upload).headers())
        .doesNotContainKeys("Upload-Length", "Upload-Defer-Length", "Upload-Offset");
    client.patch(a.header("Location"), 0, "a".getBytes(), "Upload-Length", "2");
    assertThat(client.head(upload).header("Upload-Length")).isEqualTo("4");
    client.patch(a.header("Location"), 1, "b".getBytes());
    assertThat(client.head(upload).offset()).isEqualTo(4);
    assertThat(server.objectOf(upload)).hasContent("abcd");
  }

  @Test
  void patchOfAFinalUploadIs403AndChangesNothing() {
    var a = partial(3);
    var upload = concatenate(a).header("Location");
    var answer = client.patch(upload, 0, "xyz".getBytes());
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.problem()).isEqualTo("made-of-pieces");
    assertThat(client.head(a).offset()).isZero();
    client.patch(a, 0, "abc".getBytes());
    client.head(upload);
    assertThat(client.patch(upload, 3, new byte[0]).status()).isEqualTo(403);
    assertThat(client.patch(upload, 0, "xyz".getBytes()).status()).isEqualTo(403);
    assertThat(server.objectOf(upload)).hasContent("abc");
  }

  @Test
  void finalUploadHasNoLengthAndNoBodyOfItsOwn() {
    var a = piece("abc");
    assertThat(concatenate(a, "Upload-Length", "3").status()).isEqualTo(400);
    assertThat(concatenate(a, "Upload-Defer-Length", "1").status()).isEqualTo(400);
    var type = "application/offset+octet-stream";
    var answer =
        client.send(
            "POST",
            "/uploads",
            new byte[3],
            "Tus-Resumable",
            "1.0.0",
            "Upload-Concat",
            "final;" + a,
            "Content-Type",
            type);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains("final upload");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Partial", "final", "final;", "final; ", "final /a", "partial;/a"})
  void malformedConcatIs400(String field) {
    var answer = client.tusCreate(3, "Upload-Concat", field);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").textValue()).contains("Upload-Concat");
  }

  @Test
  void concatWithoutTheVersionIs412() {
    var answer = client.send("POST", "/uploads", new byte[0], "Upload-Concat", "partial");
    assertThat(answer.status()).isEqualTo(412);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/uploads/AAAAAAAAAAAAAAAAAAAAAAAA", "/uploads/none", "/"})
  void unknownPieceIs400AndIsNamed(String url) {
    var answer = concatenate(piece("a") + " " + url);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("unknown-piece");
    var name = url.substring(url.lastIndexOf('/') + 1);
    assertThat(answer.json().get("detail").textValue()).contains(name);
  }

  @Test
  void pieceThatIsNotPartialIs400AndIsNamed() {
    var whole = client.create(3);
    var made = concatenate(piece("a")).header("Location");
    for (var upload : new String[] {whole, made}) {
      var answer = concatenate(piece("a") + " " + upload);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.problem()).isEqualTo("not-partial");
      assertThat(answer.json().get("detail").textValue())
          .contains(upload.substring("/uploads/".length()));
    }
  }

  @ParameterizedTest
  @CsvSource({"256, 201, ''", "257, 400, '256 pieces'", "700, 400, '16384 characters'"})
  void tooManyPiecesAre400(int count, int status, String detail) {
    var piece = piece("");
    var answer = concatenate(String.join(" ", Collections.nCopies(count, piece)));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(status == 201 ? "" : answer.json().get("detail").textValue()).contains(detail);
  }

  @Test
  void piecesThatTogetherAreTooLargeAre413() {
    var big = piece("x".repeat(60));
    assertThat(concatenate(big + " " + big).problem()).isEqualTo("upload-too-large");
    var small =
        client.tus("POST", "/uploads", "Upload-Concat", "partial", "Upload-Defer-Length", "1");
    var upload = concatenate(big + " " + small.header("Location")).header("Location");
    client.patch(small.header("Location"), 0, new byte[41], "Upload-Length", "41");
    var head = client.head(upload);
    assertThat(head.status()).isEqualTo(413);
    assertThat(head.headers()).doesNotContainKey("Upload-Offset");
    assertThat(server.objectOf(upload)).doesNotExist();
  }

  @Test
  void finalUploadObeysTheRulesOfPaths() {
    var a = piece("abc");
    assertThat(concatenate(a, "Upload-Metadata", path("../x")).problem()).isEqualTo("invalid-path");
    assertThat(concatenate(a, "Upload-Metadata", path("taken.txt")).status()).isEqualTo(201);
    assertThat(concatenate(a, "Upload-Metadata", path("taken.txt")).problem())
        .isEqualTo("path-taken");
  }

  @Test
  void pieceThatWasDeletedMakesTheFinalUpload410WithoutAnOffset() {
    var a = piece("abc");
    var b = partial(3);
    var upload = concatenate(a + " " + b).header("Location");
    assertThat(server.unfinished(a)).exists();
    assertThat(client.tus("DELETE", a).status()).isEqualTo(204);
    assertThat(server.unfinished(a)).doesNotExist();
    assertThat(client.head(a).status()).isEqualTo(404);
    client.patch(b, 0, "def".getBytes());
    var head = client.head(upload);
    assertThat(head.status()).isEqualTo(410);
    assertThat(head.headers()).doesNotContainKey("Upload-Offset");
    assertThat(server.objectOf(upload)).doesNotExist();
    assertThat(concatenate(a + " " + b).problem()).isEqualTo("unknown-piece");
    assertThat(client.tus("DELETE", upload).status()).isEqualTo(204);
  }

  @Test
  void pieceWhoseBytesAreGoneMakesTheFinalUpload410() throws Exception {
    var a = piece("abc");
    Files.delete(server.unfinished(a));
    var answer = concatenate(a, "Upload-Metadata", path("lost.bin"));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(410);
    assertThat(answer.problem()).isEqualTo("piece-gone");
    assertThat(server.object("lost.bin")).doesNotExist();
  }

  @Test
  void finalUploadThatFindsNoRoomIs507WithoutAnOffsetAndIsMadeWhenThereIsSome() throws Exception {
    var piece = partial(3);
    var upload = concatenate(piece, "Upload-Metadata", path("roomy.txt")).header("Location");
    client.patch(piece, 0, "abc".getBytes());
    // The file of the next lease is on a full disk.
    var first = server.unfinished(upload);
    var folder = Files.createDirectory(first.resolveSibling(first.getFileName() + ".more"));
    var file = folder.resolve("data.1");
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    var head = client.head(upload);
    assertThat(head.status()).isEqualTo(507);
    assertThat(head.headers()).containsKey("Retry-After").doesNotContainKey("Upload-Offset");
    assertThat(server.object("roomy.txt")).doesNotExist();
    // What was written of it must not keep the disk full.
    assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(client.head(upload).offset()).isEqualTo(3);
    assertThat(server.object("roomy.txt")).hasContent("abc");
  }

  @Test
  void pieceThatExpiredIs400AndUsingThePiecesKeepsThem() {
    var a = piece("abc");
    var b = partial(3);
    var upload = concatenate(a + " " + b).header("Location");
    NOW.updateAndGet(now -> now.plus(Duration.ofMinutes(90)));
    assertThat(client.head(upload).status()).isEqualTo(200);
    NOW.updateAndGet(now -> now.plus(Duration.ofMinutes(90)));
    assertThat(client.patch(b, 0, "def".getBytes()).status()).isEqualTo(204);
    assertThat(client.head(upload).offset()).isEqualTo(6);
    NOW.updateAndGet(now -> now.plus(EXPIRATION).plusSeconds(1));
    assertThat(concatenate(a).problem()).isEqualTo("unknown-piece");
    assertThat(server.objectOf(upload)).hasContent("abcdef");
  }

  @Test
  void deletingPiecesAfterwardsLeavesTheObject() {
    var a = piece("abc");
    var upload = concatenate(a).header("Location");
    assertThat(client.tus("DELETE", a).status()).isEqualTo(204);
    assertThat(client.head(upload).offset()).isEqualTo(3);
    assertThat(server.objectOf(upload)).hasContent("abc");
  }
}
