package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.FileServer;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.storage.s3.S3Bucket;
import dev.longshore.service.storage.s3.S3Server;
import io.netty.handler.codec.DateFormatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Content is answered as Go's static file server answers files, in all that RFC 9110 asks for. */
class ContentRulesIT {

  private static final byte[] BYTES = "0123456789".getBytes();

  /**
   * Requests that both answer alike. ETAG is that of the content, DATE its date, and EARLIER and
   * LATER are a second from that.
   */
  private static final String REQUESTS =
      """
      GET
      HEAD
      GET  | Range: bytes=0-0
      GET  | Range: bytes=0-
      GET  | Range: bytes=2-5
      GET  | Range: bytes=5-
      GET  | Range: bytes=-3
      GET  | Range: bytes=-100
      GET  | Range: bytes=9-20
      GET  | Range: bytes=9-9
      GET  | Range: bytes=10-
      GET  | Range: bytes=10-20
      GET  | Range: bytes=20-30
      GET  | Range: bytes= 1-3
      GET  | Range: bytes=1-999999999999999999
      GET  | Range: bytes=abc
      GET  | Range: bytes=5-3
      GET  | Range: bytes=-
      GET  | If-None-Match: ETAG
      HEAD | If-None-Match: ETAG
      GET  | If-None-Match: W/ETAG
      GET  | If-None-Match: "x"
      GET  | If-None-Match: "x", ETAG
      GET  | If-None-Match: "x", W/"y" , W/ETAG
      GET  | If-None-Match: *
      GET  | If-Match: ETAG
      GET  | If-Match: W/ETAG
      GET  | If-Match: "x"
      HEAD | If-Match: "x"
      GET  | If-Match: "x",ETAG
      GET  | If-Match: *
      GET  | If-Modified-Since: DATE
      HEAD | If-Modified-Since: DATE
      GET  | If-Modified-Since: EARLIER
      GET  | If-Modified-Since: LATER
      GET  | If-Modified-Since: yesterday
      GET  | If-Unmodified-Since: DATE
      GET  | If-Unmodified-Since: EARLIER
      GET  | If-Unmodified-Since: LATER
      GET  | If-Unmodified-Since: yesterday
      GET  | If-None-Match: "x" | If-Modified-Since: DATE
      GET  | If-None-Match: ETAG | If-Modified-Since: EARLIER
      GET  | If-Match: ETAG | If-Unmodified-Since: EARLIER
      GET  | If-Match: "x" | If-None-Match: ETAG
      GET  | If-Match: ETAG | If-None-Match: ETAG
      GET  | If-Unmodified-Since: EARLIER | If-None-Match: ETAG
      GET  | Range: bytes=2-5 | If-Range: ETAG
      GET  | Range: bytes=2-5 | If-Range: W/ETAG
      GET  | Range: bytes=2-5 | If-Range: "x"
      GET  | Range: bytes=2-5 | If-Range: W/"x"
      GET  | Range: bytes=2-5 | If-Range: DATE
      GET  | Range: bytes=2-5 | If-Range: EARLIER
      GET  | Range: bytes=2-5 | If-Range: LATER
      GET  | Range: bytes=2-5 | If-Range: yesterday
      GET  | Range: bytes=20-30 | If-Range: "x"
      GET  | Range: bytes=20-30 | If-Range: ETAG
      GET  | If-Range: ETAG
      GET  | Range: bytes=2-5 | If-None-Match: ETAG
      GET  | Range: bytes=2-5 | If-None-Match: "x"
      GET  | Range: bytes=2-5 | If-Match: "x"
      GET  | Range: bytes=2-5 | If-Match: ETAG
      GET  | Range: bytes=2-5 | If-Modified-Since: DATE
      """;

  @TempDir private static Path folder;
  private static FileServer reference;
  private static S3Bucket bucket;
  private static final List<TestServer> SERVERS = new ArrayList<>();
  private static final List<String> CONTENTS = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    reference = FileServer.start(folder);
    bucket = new S3Bucket(S3Server.shared());
    SERVERS.add(
        TestServer.storingIn(folder.resolve("data")).with("longshore.read.enabled", true).start());
    SERVERS.add(
        TestServer.storingIn(folder.resolve("none"))
            .over(bucket)
            .with("longshore.read.enabled", true)
            .start());
    for (var server : SERVERS) {
      CONTENTS.add(content(server.client(), BYTES));
    }
  }

  private static String content(UploadClient client, byte[] bytes) {
    var upload = client.tusCreate(bytes.length, "Upload-Metadata", "filetype dGV4dC9wbGFpbg==");
    var location = upload.header("Location");
    if (bytes.length > 0) {
      client.patch(location, 0, bytes);
    }
    return location + "/content";
  }

  @AfterAll
  static void stop() {
    SERVERS.forEach(TestServer::close);
    bucket.close();
    reference.close();
  }

  static Stream<Arguments> requests() {
    return REQUESTS
        .lines()
        .flatMap(line -> Stream.of(0, 1).map(storage -> Arguments.of(line, storage)));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void answersAsTheReference(String line, int storage) throws Exception {
    var client = SERVERS.get(storage).client();
    var first = client.get(CONTENTS.get(storage));
    assertThat(first.body()).isEqualTo(BYTES);
    var etag = first.header("ETag");
    assertThat(etag).matches("\"[^\"]+\"");
    var file = copy(first, BYTES);

    var request = Request.of(line, etag, first.header("Last-Modified"));
    var ours = request.send(client, CONTENTS.get(storage));
    var go =
        request.send(
            new UploadClient(reference.uri())
                .sending(
                    "Reference-File",
                    file.toString(),
                    "Reference-Etag",
                    etag,
                    "Reference-Type",
                    "text/plain"),
            "/");

    assertThat(ours.status()).as("%s\n%s\n%s", request, ours, go).isEqualTo(go.status());
    for (var field : List.of("Content-Range", "ETag", "Last-Modified")) {
      if (go.header(field) != null) {
        assertThat(ours.header(field)).as(field).isEqualTo(go.header(field));
      }
    }
    if (go.status() < 300) {
      for (var field :
          List.of("Content-Length", "Content-Type", "Accept-Ranges", "Content-Range")) {
        assertThat(ours.header(field)).as(field).isEqualTo(go.header(field));
      }
    }
    if (go.status() < 400) {
      assertThat(ours.body()).isEqualTo(go.body());
    }
  }

  private static Path copy(Answer answer, byte[] bytes) throws Exception {
    var file = Files.write(folder.resolve("copy"), bytes);
    var date = DateFormatter.parseHttpDate(answer.header("Last-Modified"));
    return Files.setLastModifiedTime(file, FileTime.from(date.toInstant()));
  }

  private record Request(String method, List<String> headers) {

    static Request of(String line, String etag, String date) {
      var parts = line.split("\\|");
      var headers = new ArrayList<String>();
      for (int i = 1; i < parts.length; i++) {
        var field = parts[i].strip().split(": ", 2);
        headers.add(field[0]);
        headers.add(
            field[1]
                .replace("ETAG", etag)
                .replace("EARLIER", shifted(date, -1))
                .replace("LATER", shifted(date, 1))
                .replace("DATE", date));
      }
      return new Request(parts[0].strip(), headers);
    }

    private static String shifted(String date, int seconds) {
      Instant time = DateFormatter.parseHttpDate(date).toInstant();
      return DateFormatter.format(Date.from(time.plusSeconds(seconds)));
    }

    Answer send(UploadClient client, String path) {
      return client.send(method, path, new byte[0], headers.toArray(String[]::new));
    }
  }

  /** Where Go's server does what RFC 9110 does not say, or leaves open. */
  @ParameterizedTest
  @MethodSource("differences")
  void isRightWhereTheReferenceIsNot(String line, int status, String range, String why) {
    for (int storage = 0; storage < SERVERS.size(); storage++) {
      var answer =
          Request.of(line, "\"x\"", "Thu, 01 Jan 1970 00:00:00 GMT")
              .send(SERVERS.get(storage).client(), CONTENTS.get(storage));
      assertThat(answer.status()).as(why).isEqualTo(status);
      assertThat(answer.header("Content-Range")).as(why).isEqualTo(range);
    }
  }

  static Stream<Arguments> differences() {
    return Stream.of(
        Arguments.of("HEAD | Range: bytes=2-5", 200, null, "14.2: ranges are for GET only"),
        Arguments.of("GET | Range: items=2-5", 200, null, "14.2: unknown units are ignored"),
        Arguments.of("GET | Range: bytes=-0", 416, "bytes */10", "14.1.2: not satisfiable"),
        Arguments.of(
            "GET | Range: bytes=1-99999999999999999999",
            206,
            "bytes 1-9/10",
            "14.1.2: behind the end is the end"),
        Arguments.of("GET | Range: bytes=", 416, "bytes */10", "14.2: malformed, may be refused"),
        Arguments.of("GET | Range: bytes=0-1,4-5", 200, null, "14.2: may be ignored"));
  }

  @ParameterizedTest
  @MethodSource("requestsOfNothing")
  void emptyContentHasNoRanges(String line, int storage) {
    var client = SERVERS.get(storage).client();
    var content = content(client, new byte[0]);
    var answer = Request.of(line, "\"x\"", "Thu, 01 Jan 1970 00:00:00 GMT").send(client, content);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Length")).isEqualTo("0");
    assertThat(answer.body()).isEmpty();
  }

  static Stream<Arguments> requestsOfNothing() {
    return Stream.of("GET", "HEAD", "GET | Range: bytes=0-", "GET | Range: bytes=-5")
        .flatMap(line -> Stream.of(0, 1).map(storage -> Arguments.of(line, storage)));
  }
}
