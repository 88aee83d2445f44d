package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.client.Wire;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.LeaseResult;
import dev.longshore.service.session.Leases;
import dev.longshore.service.session.Urgency;
import dev.longshore.service.storage.s3.S3Bucket;
import dev.longshore.service.storage.s3.S3Server;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was uploaded is read back, and no reader is in the way of a writer. */
class ContentIT {

  /** More than sockets and buffers between the two take. */
  private static final int LARGE = 24 << 20;

  private static final byte[] NOTHING = {};

  enum Storage {
    FILESYSTEM,
    S3
  }

  @TempDir private Path folder;

  private TestServer.Builder reading() {
    return TestServer.storingIn(folder)
        .with("longshore.read.enabled", true)
        .with("longshore.storage.allow-overwrite", true)
        .with("longshore.session.lease-patience", "20s");
  }

  private interface Reading {
    void with(TestServer server) throws Exception;
  }

  private void with(Storage storage, Reading reading) throws Exception {
    if (storage == Storage.FILESYSTEM) {
      try (var server = reading().start()) {
        reading.with(server);
      }
    } else {
      try (var bucket = new S3Bucket(S3Server.shared());
          var server = reading().over(bucket).start()) {
        reading.with(server);
      }
    }
  }

  private static byte[] bytes(int length, int seed) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String uploaded(UploadClient client, String path, byte[] bytes) {
    var upload = client.create(bytes.length, path);
    assertThat(client.patch(upload, 0, bytes).status()).isEqualTo(204);
    return upload + "/content";
  }

  private static String described(UploadClient client, Map<String, String> metadata) {
    var fields = new ArrayList<String>();
    metadata.forEach((name, value) ->
        fields.add(
            name
                + " "
                + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    var created = client.tusCreate(3, "Upload-Metadata", String.join(",", fields));
    var upload = created.header("Location");
    assertThat(client.patch(upload, 0, "abc".getBytes()).status()).isEqualTo(204);
    return upload + "/content";
  }

  @Test
  void nothingIsServedUnlessThatIsOn() {
    try (var server = TestServer.storingIn(folder).start()) {
      var content = uploaded(server.client(), "a.txt", "abc".getBytes());
      assertThat(server.client().get(content).status()).isEqualTo(404);
      assertThat(server.client().send("HEAD", content, NOTHING).status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherDialectsSeeWhatTheySawBefore(Storage storage) throws Exception {
    with(
        storage,
        server -> {
          var client = server.client();
          var content = uploaded(client, "a.txt", "abc".getBytes());
          var upload = content.substring(0, content.lastIndexOf('/'));
          assertThat(client.get(upload).json().get("status").textValue()).isEqualTo("Complete");
          assertThat(client.head(upload).header("Upload-Offset")).isEqualTo("3");
          assertThat(client.get(content).text()).isEqualTo("abc");
          assertThat(client.tus("GET", content).text()).isEqualTo("abc");
        });
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatIsFinishedIsRead(Storage storage) throws Exception {
    with(
        storage,
        server -> {
          var client = server.client();
          var upload = client.create(3);
          var unfinished = client.get(upload + "/content");
          assertThat(unfinished.status()).isEqualTo(409);
          assertThat(unfinished.problem()).isEqualTo("upload-unfinished");
          var piece = client.tusCreate(3, "Upload-Concat", "partial").header("Location");
          client.patch(piece, 0, "abc".getBytes());
          assertThat(client.get(piece + "/content").problem()).isEqualTo("piece-unreadable");
          var made =
              client.tus("POST", "/uploads", "Upload-Concat", "final;" + piece + " " + piece);
          assertThat(client.get(made.header("Location") + "/content").text()).isEqualTo("abcabc");
          assertThat(client.get("/uploads/" + "A".repeat(24) + "/content").problem())
              .isEqualTo("upload-not-found");
          client.patch(upload, 0, "abc".getBytes());
          assertThat(client.get(upload + "/content").text()).isEqualTo("abc");
          client.tus("DELETE", upload);
          assertThat(client.get(upload + "/content").problem()).isEqualTo("upload-not-found");
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          image/png               | a b.png       | inline; filename="a b.png"
          text/plain;charset=utf-8 | a.txt        | inline; filename="a.txt"
          video/mp4               | -             | inline
          text/html               | a.html        | attachment; filename="a.html"
          image/svg+xml           | a.svg         | attachment; filename="a.svg"
          application/pdf         | ../x/a.pdf    | attachment; filename="a.pdf"
          -                       | C:\\up\\a     | attachment; filename="a"
          -                       | né"\u20ac%.x  | attachment; filename="n____.x"; filename*=UTF-8''n%C3%A9%22%E2%82%AC%25.x
          """)
  void browsersNeverRunWhatWasUploaded(String type, String name, String disposition) {
    try (var server = reading().start()) {
      var metadata = new java.util.TreeMap<String, String>();
      if (type != null) {
        metadata.put("filetype", type);
      }
      if (name != null) {
        metadata.put("filename", name);
      }
      var answer = server.client().get(described(server.client(), metadata));
      assertThat(answer.header("Content-Type"))
          .isEqualTo(type == null ? "application/octet-stream" : type);
      assertThat(answer.header("Content-Disposition")).isEqualTo(disposition);
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Content-Security-Policy")).contains("sandbox");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html\r\nX-Evil: 1", "x", "a/b;\u20ac", ""})
  void typeThatIsNoneIsNotRepeated(String type) {
    try (var server = reading().start()) {
      var answer = server.client().get(described(server.client(), Map.of("filetype", type)));
      assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
      assertThat(answer.header("X-Evil")).isNull();
    }
  }

  @Test
  void contentIsSentAsItWasUploaded() throws Exception {
    try (var server = reading().start()) {
      var text = "a line of text\n".repeat(1000).getBytes();
      var upload =
          server
              .client()
              .tusCreate(text.length, "Upload-Metadata", "filetype dGV4dC9wbGFpbg==")
              .header("Location");
      server.client().patch(upload, 0, text);
      var answer =
          server.client().send("GET", upload + "/content", NOTHING, "Accept-Encoding", "gzip");
      assertThat(answer.header("Content-Encoding")).isNull();
      assertThat(answer.body()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void largeContentOverBothVersionsOfHttp(Storage storage) throws Exception {
    with(
        storage,
        server -> {
          var bytes = bytes(LARGE, 1);
          var content = server.uri().resolve(uploaded(server.client(), "large", bytes));
          for (var version : HttpClient.Version.values()) {
            try (var http = HttpClient.newBuilder().version(version).build()) {
              var all = HttpRequest.newBuilder(content).build();
              var answer = http.send(all, HttpResponse.BodyHandlers.ofByteArray());
              assertThat(answer.version()).isEqualTo(version);
              assertThat(Arrays.equals(answer.body(), bytes)).isTrue();
              var some =
                  HttpRequest.newBuilder(content).header("Range", "bytes=1000-20000000").build();
              assertThat(
                      Arrays.equals(
                          http.send(some, HttpResponse.BodyHandlers.ofByteArray()).body(),
                          Arrays.copyOfRange(bytes, 1000, 20_000_001)))
                  .isTrue();
            }
          }
        });
  }

  /** A reader that was answered, and then reads no byte. */
  private static Wire stalled(TestServer server, String content) throws IOException {
    var wire = server.wire();
    wire.head("GET", content);
    assertThat(wire.answerOfHead().status()).isEqualTo(200);
    return wire;
  }

  private static double running(TestServer server) {
    return server.bean(MeterRegistry.class).get("longshore.downloads.running").gauge().value();
  }

  /** More than connections to a bucket and threads would be enough for. */
  @ParameterizedTest
  @CsvSource({"FILESYSTEM, 200", "S3, 120"})
  void readersThatStopDelayNoWriter(Storage storage, int readers) throws Exception {
    with(
        storage,
        server -> {
          var client = server.client();
          var content = uploaded(client, "large", bytes(LARGE, 1));
          var wires = new ArrayList<Wire>();
          try {
            for (int i = 0; i < readers; i++) {
              wires.add(stalled(server, content));
            }
            assertThat(running(server)).isEqualTo(readers);
            long began = System.nanoTime();
            uploaded(client, "other", bytes(LARGE, 2));
            uploaded(client, "large", bytes(LARGE, 3));
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isLessThan(Duration.ofSeconds(15));
          } finally {
            for (var wire : wires) {
              wire.close();
            }
          }
          await("readers that went away").until(() -> running(server) == 0);
        });
  }

  @Test
  void readerThatGoesAwayLeavesNoFileOpen() throws Exception {
    try (var server = reading().start()) {
      var content = uploaded(server.client(), "large", bytes(LARGE, 1));
      try (var wire = stalled(server, content)) {
        assertThat(isOpen("large")).isTrue();
      }
      await("the file").until(() -> !isOpen("large"));
      for (var method : List.of("HEAD", "GET")) {
        server.client().send(method, content, NOTHING, "If-None-Match", "*");
        server.client().send(method, content, NOTHING, "If-Match", "\"x\"");
        server.client().send(method, content, NOTHING, "Range", "bytes=99999999-");
      }
      assertThat(isOpen("large")).isFalse();
    }
  }

  private boolean isOpen(String name) throws IOException {
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (var descriptor : descriptors) {
        try {
          if (Files.readSymbolicLink(descriptor).equals(folder.resolve(name))) {
            return true;
          }
        } catch (IOException e) {
          // Closed since.
        }
      }
    }
    return false;
  }

  @Test
  void readingTakesNoLeaseAndWaitsForNone() throws Exception {
    try (var server = reading().start()) {
      var client = server.client();
      var content = uploaded(client, "a", "abc".getBytes());
      var id = content.split("/")[2];
      var held = server.bean(Leases.class).take(id, Urgency.SOON, () -> {});
      assertThat(held).isInstanceOf(LeaseResult.Taken.class);
      try (var lease = ((LeaseResult.Taken) held).lease()) {
        long began = System.nanoTime();
        assertThat(client.get(content).text()).isEqualTo("abc");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(lease.session().uploadId()).isEqualTo(id);
      }
      // Nor is whoever writes ended, as by a question for the offset.
      var upload = client.create(10);
      try (var wire = server.wire()) {
        wire.patch(upload, 0, 10).send(new byte[4]);
        await("the body").until(() -> server.written(upload) == 4);
        assertThat(client.get(upload + "/content").problem()).isEqualTo("upload-unfinished");
        wire.send(new byte[6]);
        assertThat(wire.answer().status()).isEqualTo(204);
      }
    }
  }

  private void whileRead(Storage storage, BiConsumer<TestServer, String> change) throws Exception {
    with(
        storage,
        server -> {
          var bytes = bytes(LARGE, 1);
          var content = uploaded(server.client(), "object", bytes);
          try (var wire = server.wire()) {
            wire.head("GET", content);
            var head = wire.answerOfHead();
            assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(LARGE));
            change.accept(server, content);
            var got = wire.bytes(LARGE);
            // All of the old one, or a connection that ends before: S3 may cut what is replaced.
            assertThat(Arrays.equals(got, Arrays.copyOf(bytes, got.length))).isTrue();
            assertThat(got.length).isGreaterThan(storage == Storage.S3 ? 0 : LARGE - 1);
          }
          assertThat(server.client().get(content).problem()).isEqualTo("object-gone");
        });
  }

  @ParameterizedTest
  @EnumSource
  void bytesOfTheOldObjectAreNeverMixedWithThoseOfTheNewOne(Storage storage) throws Exception {
    whileRead(
        storage,
        (server, content) -> {
          var etag = server.client().send("HEAD", content, NOTHING).header("ETag");
          var next = uploaded(server.client(), "object", bytes(LARGE, 2));
          var answer =
              server.client().send("GET", next, NOTHING, "Range", "bytes=0-9", "If-Range", etag);
          assertThat(answer.status()).as("another content has another tag").isEqualTo(200);
          assertThat(answer.header("ETag")).isNotEqualTo(etag);
        });
  }

  @Test
  void removedObjectIsReadToItsEndAndGoneThen() throws Exception {
    whileRead(
        Storage.FILESYSTEM,
        (server, content) -> {
          try {
            Files.delete(server.object("object"));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  @Test
  void pagesOfAllowedOriginsReadEveryField() {
    try (var server =
        reading().with("longshore.cors.allowed-origins", "https://app.example").start()) {
      var content = uploaded(server.client(), "a", "abc".getBytes());
      var answer = server.client().send("GET", content, NOTHING, "Origin", "https://app.example");
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example");
      assertThat(answer.header("Access-Control-Expose-Headers"))
          .contains("ETag", "Content-Range", "Accept-Ranges", "Content-Disposition");
    }
  }

  @Test
  void rateCountsReadersToo() {
    try (var server =
        reading()
            .with("longshore.limits.request-rate", 0.001)
            .with("longshore.limits.request-burst", 3)
            .start()) {
      var content = uploaded(server.client(), "a", "abc".getBytes());
      assertThat(server.client().get(content).status()).isEqualTo(200);
      assertThat(server.client().get(content).problem()).isEqualTo("too-many-requests");
    }
  }

  @Test
  void readersAreSentToTheBucketWhereThatIsOn() throws Exception {
    try (var bucket = new S3Bucket(S3Server.shared());
        var server =
            reading()
                .over(bucket)
                .with("longshore.read.redirect.enabled", true)
                .with("longshore.read.redirect.lifetime", "90s")
                // Loopback by another name: what a client can reach may not be what a pod does.
                .with(
                    "longshore.read.redirect.endpoint",
                    "http://localhost:" + bucket.server().port())
                .start()) {
      var client = server.client();
      var content = described(client, Map.of("filetype", "text/html", "filename", "a b.html"));
      var answer = client.get(content);
      assertThat(answer.status()).isEqualTo(307);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
      var link = URI.create(answer.header("Location"));
      assertThat(link.getHost()).isEqualTo("localhost");
      assertThat(link.getQuery()).contains("X-Amz-Expires=90");

      var direct = fetched(link);
      assertThat(direct.text()).isEqualTo("abc");
      assertThat(direct.header("Content-Type")).isEqualTo("text/html");
      assertThat(direct.header("Content-Disposition"))
          .isEqualTo("attachment; filename=\"a b.html\"");
      assertThat(fetched(link, "Range", "bytes=1-1").text()).isEqualTo("b");

      var head = client.send("HEAD", content, NOTHING);
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("ETag")).isEqualTo(direct.header("ETag"));
      assertThat(
              client.send("GET", content, NOTHING, "If-None-Match", head.header("ETag")).status())
          .isEqualTo(304);
    }
  }

  private static Answer fetched(URI link, String... headers) {
    var server = link.resolve("/");
    return new UploadClient(server)
        .send("GET", link.getRawPath() + "?" + link.getRawQuery(), NOTHING, headers);
  }
}
