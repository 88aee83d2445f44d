package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.IetfRequest;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.client.Wire;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.upload.TransferOptions;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 104 (Upload Resumption Supported) on HTTP/1.1, as the bytes on the wire show it. */
class IetfInterimIT {

  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir static Path folder;
  private static TestServer server;
  private static UploadClient client;

  @BeforeAll
  static void start() {
    server =
        TestServer.storingIn(folder)
            .with(TransferOptions.class, new TransferOptions(OFTEN, LONG, LONG))
            .start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Wire create(Wire wire, IetfRequest request) throws Exception {
    return wire.head("POST", "/uploads", request.lines());
  }

  private static String upload() {
    return client.create(1000);
  }

  private static void assertAlive(Wire wire) throws Exception {
    assertThat(wire.head("OPTIONS", "/uploads").answerOrInterim().status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7, 8, 9, 10})
  void uploadIsAnnouncedWithLocationAndLimitBeforeItsContentComes(int version) throws Exception {
    try (var wire = server.wire()) {
      create(wire, IetfRequest.in(version).complete(true).content(3));
      var interim = wire.answerOrInterim();
      assertThat(interim.status()).isEqualTo(104);
      assertThat(interim.header("Upload-Draft-Interop-Version")).isEqualTo("" + version);
      assertThat(interim.header("Upload-Limit"))
          .contains(version == 6 ? "expires=86400" : "max-age=86400");
      assertThat(interim.header("Content-Length")).isNull();
      var answer = wire.send("abc".getBytes()).answer();
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.header("Location")).isEqualTo(interim.header("Location"));
      assertThat(server.objectOf(answer.header("Location"))).hasContent("abc");
      assertAlive(wire);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5})
  void earlyVersionsKnowNoLimits(int version) throws Exception {
    try (var wire = server.wire()) {
      create(wire, IetfRequest.in(version).complete(true).content(3));
      var interim = wire.answerOrInterim();
      assertThat(interim.status()).isEqualTo(104);
      assertThat(interim.header("Location")).startsWith("/uploads/");
      assertThat(interim.header("Upload-Draft-Interop-Version")).isEqualTo("" + version);
      assertThat(interim.headers()).doesNotContainKey("Upload-Limit");
      assertThat(wire.send("abc".getBytes()).answer().headers()).doesNotContainKey("Upload-Limit");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "999", "x", "8, 8", "?1", "8.0"})
  void noInterimResponseWithoutAVersionThatIsKnown(String version) throws Exception {
    try (var wire = server.wire()) {
      var request = IetfRequest.in(0).complete(false).content(3);
      create(
          wire,
          version.isEmpty() ? request : request.with("Upload-Draft-Interop-Version", version));
      var answer = wire.send("abc".getBytes()).answerOrInterim();
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.header("Upload-Complete")).isEqualTo("?0");
    }
  }

  @Test
  void noInterimResponseToAClientOfHttp10() throws Exception {
    try (var wire = server.wire()) {
      wire.send(
          ("POST /uploads HTTP/1.0\r\nHost: localhost\r\nUpload-Draft-Interop-Version: 8\r\n"
                  + "Upload-Complete: ?1\r\nContent-Length: 3\r\n\r\nabc")
              .getBytes());
      assertThat(wire.answerOrInterim().status()).isEqualTo(201);
    }
  }

  @Test
  void noInterimResponseToOtherProtocols() throws Exception {
    try (var wire = server.wire()) {
      wire.head(
              "POST",
              "/uploads",
              "Tus-Resumable: 1.0.0",
              "Upload-Length: 3",
              "Upload-Draft-Interop-Version: 8",
              "Content-Type: application/offset+octet-stream",
              "Content-Length: 3")
          .send("abc".getBytes());
      assertThat(wire.answerOrInterim().status()).isEqualTo(201);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 8, 9, 10})
  void progressOfAnAppendIsTheCommittedOffsetWithoutLocation(int version) throws Exception {
    var upload = upload();
    try (var wire = server.wire()) {
      wire.head(
          "PATCH", upload, IetfRequest.in(version).offset(0).complete(true).content(1000).lines());
      wire.send(new byte[400]);
      var first = wire.answerOrInterim();
      assertThat(first.status()).isEqualTo(104);
      assertThat(first.header("Upload-Draft-Interop-Version")).isEqualTo("" + version);
      assertThat(first.header("Upload-Offset")).isEqualTo("400");
      assertThat(first.headers()).doesNotContainKey("Location");
      assertThat(client.uploadedBytes(upload)).isEqualTo(400);
      wire.send(new byte[300]);
      assertThat(wire.answerOrInterim().header("Upload-Offset")).isEqualTo("700");
      wire.send(new byte[300]);
      var answer = wire.answer();
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.offset()).isEqualTo(1000);
      assertAlive(wire);
    }
  }

  @Test
  void progressOfACreationFollowsItsAnnouncement() throws Exception {
    try (var wire = server.wire()) {
      create(wire, IetfRequest.in(8).complete(true).content(1000)).send(new byte[400]);
      assertThat(wire.answerOrInterim().headers()).doesNotContainKey("Upload-Offset");
      assertThat(wire.answerOrInterim().header("Upload-Offset")).isEqualTo("400");
      assertThat(wire.send(new byte[600]).answer().header("Upload-Complete")).isEqualTo("?1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void earlyVersionsKnowNoProgress(int version) throws Exception {
    var upload = upload();
    try (var wire = server.wire()) {
      wire.head(
          "PATCH", upload, IetfRequest.in(version).offset(0).complete(true).content(1000).lines());
      wire.send(new byte[400]);
      await().until(() -> client.uploadedBytes(upload) == 400);
      assertThat(wire.send(new byte[600]).answerOrInterim().status()).isEqualTo(201);
    }
  }

  @Test
  void continueIsSentBesidesTheAnnouncement() throws Exception {
    try (var wire = server.wire()) {
      create(wire, IetfRequest.in(8).complete(true).content(3).with("Expect", "100-continue"));
      assertThat(wire.answerOrInterim().status()).isEqualTo(104);
      assertThat(wire.answerOrInterim().status()).isEqualTo(100);
      assertThat(wire.send("abc".getBytes()).answerOrInterim().status()).isEqualTo(201);
      assertAlive(wire);
    }
  }

  /** Netty's encoder would take an interim response for the one of the request. */
  @Test
  void answerBehindInterimResponsesIsNotTakenForThatOfThePipelinedHead() throws Exception {
    var upload = upload();
    try (var wire = server.wire()) {
      wire.head("PATCH", upload, IetfRequest.in(6).offset(0).complete(false).content(-1).lines())
          .chunk(new byte[400], 0, 400);
      assertThat(wire.answerOrInterim().status()).isEqualTo(104);
      var rest = new ByteArrayOutputStream();
      rest.write("2bc\r\n".getBytes());
      rest.write(new byte[700]);
      rest.write("\r\n0\r\n\r\n".getBytes());
      rest.write("HEAD /uploads/none HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
      wire.send(rest.toByteArray());
      var answer = wire.answerOrInterim();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.problem()).endsWith("#inconsistent-upload-length");
      assertThat(wire.answerOfHead().status()).isEqualTo(404);
      assertAlive(wire);
    }
  }

  /** Many times, as it depends on which of two threads is faster. */
  @RepeatedTest(100)
  void interimResponseWaitsForTheResponsesOfEarlierRequests() throws Exception {
    var upload = upload();
    try (var wire = server.wire()) {
      wire.head("PATCH", upload, IetfRequest.in(0).offset(0).complete(false).content(3).lines())
          .send("abc".getBytes());
      create(wire, IetfRequest.in(8).complete(true).content(3)).send("def".getBytes());
      wire.head("GET", "/uploads/none");
      assertThat(wire.answerOrInterim().status()).isEqualTo(204);
      Answer interim = wire.answerOrInterim();
      assertThat(interim.status()).isEqualTo(104);
      assertThat(wire.answerOrInterim().header("Location")).isEqualTo(interim.header("Location"));
      assertThat(wire.answerOrInterim().status()).isEqualTo(404);
    }
  }
}
