package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Netty's buffers are given back, however a body ends; Netty itself watches over each of them. */
class BufferLeakIT {

  private static final int LENGTH = 1 << 20;

  @TempDir Path folder;

  @Test
  void noBufferIsLostHoweverABodyEnds() throws Exception {
    var environment = Map.of("LONGSHORE_LIMITS_MAX_CHUNK_SIZE", Integer.toString(2 * LENGTH));
    try (var service =
        ServiceProcess.start(folder, environment, "-Dio.netty.leakDetection.level=paranoid")) {
      for (int round = 0; round < 10; round++) {
        complete(service);
        refused(service);
        cutOff(service);
        takenOver(service);
        beyondTheLength(service);
        malformed(service);
      }
      service.collectGarbage();
      // Netty reports what was collected when it next hands out a buffer.
      complete(service);
      complete(service);
      assertThat(service.log()).doesNotContain("LEAK").doesNotContain("ERROR");
    }
  }

  private static void complete(ServiceProcess service) {
    var client = service.client();
    var upload = client.create(LENGTH);
    assertThat(client.patch(upload, 0, new byte[LENGTH]).status()).isEqualTo(204);
  }

  private static void refused(ServiceProcess service) throws IOException {
    UploadClient client = service.client();
    var upload = client.create(LENGTH);
    assertThat(client.patch(upload, 7, new byte[LENGTH - 7]).status()).isEqualTo(409);
    assertThat(client.patch("/uploads/none", 0, new byte[LENGTH]).status()).isEqualTo(404);
    assertThat(client.patch(upload, 0, new byte[3 * LENGTH]).status()).isEqualTo(413);
    assertThat(client.send("PATCH", upload, new byte[LENGTH]).status()).isEqualTo(400);
    assertThat(client.send("PUT", upload, new byte[LENGTH]).status()).isEqualTo(405);
    try (var wire = service.wire()) {
      // Goes away without waiting for the answer.
      wire.patch(upload, 7, LENGTH - 7).send(new byte[1000]);
    }
  }

  private static void cutOff(ServiceProcess service) throws IOException {
    var client = service.client();
    var upload = client.create(LENGTH);
    try (var wire = service.wire()) {
      wire.patch(upload, 0, LENGTH).send(new byte[300_000]);
    }
    await().until(() -> client.uploadedBytes(upload) == 300_000);
  }

  private static void takenOver(ServiceProcess service) throws IOException {
    var client = service.client();
    var upload = client.create(LENGTH);
    try (var wire = service.wire()) {
      wire.patch(upload, 0, LENGTH).send(new byte[300_000]);
      assertThat(client.head(upload).status()).isEqualTo(200);
      assertThat(client.tus("DELETE", upload).status()).isEqualTo(204);
    }
  }

  private static void beyondTheLength(ServiceProcess service) throws IOException {
    var upload = service.client().create(100_000);
    try (var wire = service.wire()) {
      wire.patch(upload, 0, -1).chunk(new byte[90_000], 0, 90_000);
      wire.chunk(new byte[90_000], 0, 90_000).chunk(new byte[0], 0, 0);
      assertThat(wire.answer().status()).isEqualTo(400);
    }
  }

  private static void malformed(ServiceProcess service) throws IOException {
    service.client().json("{\"totalSize\":");
    service.client().json("x".repeat(100_000));
    try (var wire = service.wire()) {
      wire.patch(service.client().create(10), 0, -1).send("zz\r\nnot a chunk\r\n".getBytes());
      wire.isEnded();
    }
  }
}
