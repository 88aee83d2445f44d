package dev.longshore.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.TestServer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrived before a client went away is kept, to the byte. */
@ParameterizedClass(name = "over {0}")
@ValueSource(strings = {"epoll", "nio"})
class DisconnectIT {

  /** Bodies with a length go past the HTTP server over epoll, and through it over NIO. */
  @Parameter String transport;

  @TempDir static Path folder;
  private static TestServer server;
  private static UploadClient client;

  @BeforeParameterizedClassInvocation
  static void start(String transport) {
    server = TestServer.storingIn(folder).over(transport).start();
    client = server.client();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4_095, 65_537, 1_234_567})
  void whatArrivedIsKept(int arrived) throws Exception {
    var bytes = random(2_000_000);
    var upload = client.create(bytes.length);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, bytes.length).send(bytes, 0, arrived);
      // Once the body is being read, all that the client sent before it went away is kept.
      await().until(() -> server.written(upload) > 0);
    }
    await().until(() -> client.uploadedBytes(upload) == arrived);
    assertThat(client.head(upload).offset()).isEqualTo(arrived);
    var rest = Arrays.copyOfRange(bytes, arrived, bytes.length);
    assertThat(client.patch(upload, arrived, rest).status()).isEqualTo(204);
    assertThat(server.objectOf(upload)).hasBinaryContent(bytes);
  }

  @Test
  void whatArrivedIsKeptWithoutAnAnnouncedLength() throws Exception {
    var bytes = random(200_000);
    var upload = client.create(bytes.length);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, -1).chunk(bytes, 0, 100_000);
      await().until(() -> server.written(upload) > 0);
    }
    await().until(() -> client.uploadedBytes(upload) == 100_000);
  }

  @Test
  void headAfterALostConnectionNeedNotWaitForTheLease() throws Exception {
    var upload = client.create(1000);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, 1000).send(random(600));
      await().until(() -> server.written(upload) == 600);
      // The client's network is gone, but no packet says so: the connection stays open.
      assertThat(client.head(upload).offset()).isEqualTo(600);
      assertThat(client.patch(upload, 600, new byte[400]).status()).isEqualTo(204);
    }
  }
}
