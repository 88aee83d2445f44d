package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.IetfRequest;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.upload.TransferOptions;
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

/** IETF resumable uploads, section "Integrity Digests", with the fields of RFC 9530. */
class IetfDigestIT {

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

  private static String digest(String algorithm, byte[] bytes) throws Exception {
    var digest = MessageDigest.getInstance(algorithm.toUpperCase(java.util.Locale.ROOT));
    return algorithm + "=:" + Base64.getEncoder().encodeToString(digest.digest(bytes)) + ":";
  }

  private static String digest(String algorithm, String text) throws Exception {
    return digest(algorithm, text.getBytes());
  }

  private static Answer post(IetfRequest request, String body) {
    return client.send("POST", "/uploads", body.getBytes(), request.fields());
  }

  private static Answer patch(String upload, IetfRequest request, String body) {
    return client.send("PATCH", upload, body.getBytes(), request.fields());
  }

  @ParameterizedTest
  @CsvSource({
    "sha-256, Content-Digest",
    "sha-512, Content-Digest",
    "sha-256, Repr-Digest",
    "sha-512, Repr-Digest"
  })
  void rightDigestIsTaken(String algorithm, String field) throws Exception {
    var request = IetfRequest.in(8).complete(true).with(field, digest(algorithm, "abc"));
    var answer = post(request, "abc");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(server.objectOf(answer.header("Location"))).hasContent("abc");
  }

  @Test
  void contentOfAWrongDigestDoesNotCountAndMayBeSentAgain() throws Exception {
    var upload = post(IetfRequest.in(8).complete(false).length(6), "abc").header("Location");
    var said = digest("sha-256", "def");
    var request = IetfRequest.in(8).offset(3).complete(true).with("Content-Digest", said);
    var answer = patch(upload, request, "dxf");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Upload-Complete")).isEqualTo("?0");
    assertThat(answer.problem()).isEqualTo("http-problem-types#digest-mismatching-value");
    assertThat(answer.json().get("status").intValue()).isEqualTo(400);
    assertThat(answer.json().get("algorithm").textValue()).isEqualTo("sha-256");
    assertThat("sha-256=" + answer.json().get("provided-digest").textValue()).isEqualTo(said);
    assertThat(client.send("HEAD", upload, new byte[0]).offset()).isEqualTo(3);
    assertThat(patch(upload, request, "def").status()).isEqualTo(201);
    assertThat(server.objectOf(upload)).hasContent("abcdef");
  }

  @Test
  void representationOfAWrongDigestIsNoObjectAndEndsTheUpload() throws Exception {
    var upload = post(IetfRequest.in(8).complete(false).length(3), "").header("Location");
    var request =
        IetfRequest.in(8).offset(0).complete(true).with("Repr-Digest", digest("sha-512", "abc"));
    var answer = patch(upload, request, "abx");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("http-problem-types#digest-mismatching-value");
    assertThat(client.send("HEAD", upload, new byte[0]).status()).isEqualTo(404);
    assertThat(server.objectOf(upload)).doesNotExist();
  }

  @Test
  void digestOfTheRepresentationDoesNotHinderResuming() throws Exception {
    var bytes = new byte[1000];
    try (var wire = server.wire()) {
      wire.head(
              "POST",
              "/uploads",
              IetfRequest.in(8)
                  .complete(true)
                  .content(1000)
                  .with("Repr-Digest", digest("sha-256", bytes))
                  .lines())
          .send(bytes, 0, 400);
      var upload = wire.answerOrInterim().header("Location");
      assertThat(wire.answerOrInterim().header("Upload-Offset")).isEqualTo("400");
      wire.close();
      await().until(() -> client.send("HEAD", upload, new byte[0]).offset() == 400);
      var rest =
          client.send(
              "PATCH",
              upload,
              new byte[600],
              IetfRequest.in(8).offset(400).complete(true).fields());
      assertThat(rest.status()).isEqualTo(201);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"md5=:AAAA:", "sha-256=abc", "sha-256", "not a dictionary!", "unixsum=:AAA=:"})
  void whatCannotBeCheckedIsIgnored(String field) {
    var request = IetfRequest.in(8).complete(true).with("Content-Digest", field);
    assertThat(post(request, "abc").status()).isEqualTo(201);
  }

  @Test
  void digestOfAWrongLengthIs400() {
    var request = IetfRequest.in(8).complete(true).with("Content-Digest", "sha-256=:AAAA:");
    assertThat(post(request, "abc").status()).isEqualTo(400);
  }

  @Test
  void optionsSayWhichDigestsAreWanted() {
    var answer = client.send("OPTIONS", "/uploads", new byte[0]);
    assertThat(answer.header("Want-Content-Digest")).isEqualTo("sha-256=10, sha-512=9");
    assertThat(answer.header("Want-Repr-Digest")).isEqualTo("sha-256=10, sha-512=9");
  }
}
