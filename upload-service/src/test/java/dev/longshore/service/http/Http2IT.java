package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Http2Wire;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.StallingStorage;
import dev.longshore.service.storage.filesystem.FilesystemOptions;
import dev.longshore.service.storage.filesystem.FilesystemStorage;
import dev.longshore.service.upload.TransferOptions;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every protocol over cleartext HTTP/2, which shares its port with HTTP/1.1. */
class Http2IT {

  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final HttpClient HTTP2 =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

  @TempDir static Path folder;
  private static TestServer server;
  private static UploadClient http1;

  @BeforeAll
  static void start() {
    server =
        TestServer.storingIn(folder)
            .with(TransferOptions.class, new TransferOptions(OFTEN, LONG, LONG))
            .start();
    http1 = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> send(
      String method, String target, byte[] body, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(server.uri().resolve(target))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .timeout(Duration.ofSeconds(60));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP2.send(request.build(), BodyHandlers.ofString());
  }

  private static byte[] bytes(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** The JDK's client offers the upgrade in its first request and goes on in HTTP/2. */
  private static void upgrade() throws Exception {
    send("OPTIONS", "/uploads", new byte[0]);
    var answer = send("OPTIONS", "/uploads", new byte[0]);
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(answer.statusCode()).isEqualTo(204);
  }

  @Test
  void upgradedConnectionSpeaksEveryProtocol() throws Exception {
    upgrade();
    var bytes = bytes(5_000_000);
    var tus =
        send("POST", "/uploads", new byte[0], "Tus-Resumable", "1.0.0", "Upload-Length", "5000000")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    var patched =
        send(
            "PATCH",
            tus,
            bytes,
            "Tus-Resumable",
            "1.0.0",
            "Upload-Offset",
            "0",
            "Content-Type",
            "application/offset+octet-stream");
    assertThat(patched.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(patched.statusCode()).isEqualTo(204);
    assertThat(server.objectOf(tus)).hasBinaryContent(bytes);

    var ietf = send("POST", "/uploads", bytes, "Upload-Complete", "?1");
    assertThat(ietf.statusCode()).isEqualTo(201);
    assertThat(ietf.headers().firstValue("Upload-Complete")).hasValue("?1");
    var location = ietf.headers().firstValue("Location").orElseThrow();
    assertThat(server.objectOf(location)).hasBinaryContent(bytes);
    var head = send("HEAD", location, new byte[0]);
    assertThat(head.headers().firstValue("Upload-Offset")).hasValue("5000000");

    var json =
        send(
            "POST",
            "/uploads",
            "{\"totalSize\":5000000}".getBytes(),
            "Content-Type",
            "application/json");
    assertThat(json.statusCode()).isEqualTo(201);
    var upload = json.headers().firstValue("Location").orElseThrow();
    assertThat(send("PATCH", upload, bytes, "Upload-Offset", "0").statusCode()).isEqualTo(200);
    assertThat(server.objectOf(upload)).hasBinaryContent(bytes);
  }

  @Test
  void offerToUpgradeWithABodyIsServedInHttp11() throws Exception {
    var bytes = bytes(3_000_000);
    try (var wire = server.wire()) {
      wire.head(
              "POST",
              "/uploads",
              "Connection: Upgrade, HTTP2-Settings",
              "Upgrade: h2c",
              "HTTP2-Settings: AAMAAABkAAQAAP__",
              "Upload-Complete: ?1",
              "Content-Length: 3000000")
          .send(bytes);
      var answer = wire.answerOrInterim();
      assertThat(answer.status()).isEqualTo(201);
      assertThat(server.objectOf(answer.header("Location"))).hasBinaryContent(bytes);
      assertThat(wire.head("OPTIONS", "/uploads").answer().status()).isEqualTo(204);
    }
  }

  @Test
  void interimResponsesComeOnTheirStream() throws Exception {
    try (var wire = new Http2Wire(server.uri())) {
      var stream =
          wire.request(
              "POST",
              "/uploads",
              Map.of(
                  "upload-draft-interop-version", "8",
                  "upload-complete", "?1",
                  "content-length", "1000"));
      var announced = stream.headers();
      assertThat(announced.get(":status")).isEqualTo("104");
      assertThat(announced.get("upload-draft-interop-version")).isEqualTo("8");
      assertThat(announced.get("upload-limit")).contains("max-age");
      stream.data(new byte[400], false);
      var progress = stream.headers();
      assertThat(progress.get(":status")).isEqualTo("104");
      assertThat(progress.get("upload-offset")).isEqualTo("400");
      assertThat(progress).doesNotContainKey("location");
      stream.data(new byte[600], true);
      var answer = stream.finalHeaders();
      assertThat(answer.get(":status")).isEqualTo("201");
      assertThat(answer.get("location")).isEqualTo(announced.get("location"));
    }
  }

  @Test
  void continueIsSentBesidesTheAnnouncement() throws Exception {
    try (var wire = new Http2Wire(server.uri())) {
      var stream =
          wire.request(
              "POST",
              "/uploads",
              Map.of(
                  "upload-draft-interop-version", "8",
                  "upload-complete", "?1",
                  "expect", "100-continue",
                  "content-length", "3"));
      assertThat(stream.headers().get(":status")).isEqualTo("104");
      assertThat(stream.headers().get(":status")).isEqualTo("100");
      stream.data("abc".getBytes(), true);
      assertThat(stream.finalHeaders().get(":status")).isEqualTo("201");
    }
  }

  @Test
  void refusalArrivesBeforeTheBodyAndOtherStreamsGoOn() throws Exception {
    var upload = http1.create(1_000_000);
    try (var wire = new Http2Wire(server.uri())) {
      var refused = wire.request("PATCH", upload, patch(5, 900_000));
      refused.data(new byte[1000], false);
      var answer = refused.finalHeaders();
      assertThat(answer.get(":status")).isEqualTo("409");
      assertThat(answer.get("upload-offset")).isEqualTo("0");
      var next = wire.request("PATCH", upload, patch(0, 3));
      next.data("abc".getBytes(), true);
      assertThat(next.finalHeaders().get(":status")).isEqualTo("204");
    }
  }

  @Test
  void resetStreamKeepsWhatCame() throws Exception {
    var upload = http1.create(1_000_000);
    try (var wire = new Http2Wire(server.uri())) {
      var stream = wire.request("PATCH", upload, patch(0, 1_000_000));
      stream.data(new byte[10_000], false);
      await().until(() -> server.written(upload) == 10_000);
      stream.reset();
      await().until(() -> http1.head(upload).offset() == 10_000);
      var next = wire.request("PATCH", upload, patch(10_000, 3));
      next.data("abc".getBytes(), true);
      assertThat(next.finalHeaders().get(":status")).isEqualTo("204");
    }
  }

  @Test
  void trailersEndABody() throws Exception {
    try (var wire = new Http2Wire(server.uri())) {
      var stream = wire.request("POST", "/uploads", Map.of("upload-complete", "?1"));
      stream.data("abc".getBytes(), false);
      stream.trailers(Map.of("x-note", "behind the body"));
      var answer = stream.finalHeaders();
      assertThat(answer.get(":status")).isEqualTo("201");
      assertThat(server.objectOf(answer.get("location"))).hasContent("abc");
    }
  }

  @Test
  void manyStreamsOfOneConnectionUploadAtOnce() throws Exception {
    upgrade();
    var bytes = bytes(2_000_000);
    var uploads = IntStream.range(0, 20).mapToObj(i -> http1.create(bytes.length)).toList();
    var answers =
        uploads.stream()
            .map(upload ->
                HTTP2.sendAsync(
                    HttpRequest.newBuilder(server.uri().resolve(upload))
                        .method("PATCH", BodyPublishers.ofByteArray(bytes))
                        .headers(
                            "Upload-Offset", "0",
                            "Upload-Complete", "?1",
                            "Content-Type", "application/partial-upload")
                        .build(),
                    BodyHandlers.discarding()))
            .toList();
    for (var answer : answers) {
      assertThat(answer.join().statusCode()).isEqualTo(201);
      assertThat(answer.join().version()).isEqualTo(HttpClient.Version.HTTP_2);
    }
    for (var upload : uploads) {
      assertThat(Files.readAllBytes(server.objectOf(upload))).isEqualTo(bytes);
    }
  }

  @Test
  void stalledUploadLeavesRoomForTheOthersOfItsConnection() throws Exception {
    var let = new CountDownLatch(1);
    var disk = new FilesystemStorage(new FilesystemOptions(folder, "memory", false, false));
    try (var stalling =
            TestServer.storingIn(folder)
                .with(ObjectStorage.class, new StallingStorage(disk, let))
                .start();
        var wire = new Http2Wire(stalling.uri())) {
      var stalled = wire.request("PATCH", stalling.client().create(1_000_000), patch(0, 1_000_000));
      stalled.data(new byte[1_000_000], true);
      var creation = "{\"totalSize\":1}".getBytes();
      var other = wire.request("POST", "/uploads", Map.of("content-type", "application/json"));
      other.data(creation, true);
      assertThat(other.finalHeaders().get(":status")).isEqualTo("201");
      let.countDown();
      assertThat(stalled.finalHeaders().get(":status")).isEqualTo("201");
    }
  }

  @Test
  void shutdownEndsIdleConnectionsAtOnce() throws Exception {
    try (var other = TestServer.storingIn(folder).start();
        var idle = new Http2Wire(other.uri())) {
      var request = idle.request("OPTIONS", "/uploads", Map.of());
      request.data(new byte[0], true);
      assertThat(request.finalHeaders().get(":status")).isEqualTo("204");
      assertThat(other.bean(Http2Connections.class).shutdownGracefully()).isNotNull();
      await().until(() -> !idle.isOpen());
    }
  }

  private static Map<String, String> patch(long offset, long length) {
    return Map.of(
        "upload-offset",
        Long.toString(offset),
        "upload-complete",
        "?0",
        "content-type",
        "application/partial-upload",
        "content-length",
        Long.toString(length));
  }
}
