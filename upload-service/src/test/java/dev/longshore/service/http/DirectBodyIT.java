package dev.longshore.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.client.Wire;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.storage.GatedStorage;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.filesystem.FilesystemOptions;
import dev.longshore.service.storage.filesystem.FilesystemStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that go past the HTTP server: how they change between event loop and thread. */
@Timeout(120)
class DirectBodyIT {

  private static final int MIB = 1 << 20;

  @TempDir static Path folder;
  private static TestServer server;
  private static UploadClient client;

  @BeforeAll
  static void start() {
    server = TestServer.storingIn(folder).over("epoll").start();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static byte[] random(int length, long seed) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Threads that are moving a body now. */
  private static long movers() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("body-"))
        .filter(thread ->
            Arrays.stream(thread.getValue())
                .anyMatch(frame -> frame.getClassName().endsWith(".Splice")))
        .count();
  }

  private static FilesystemStorage disk(Path folder) throws Exception {
    return new FilesystemStorage(new FilesystemOptions(folder, "memory", false, false));
  }

  /** Bursts, trickles and pauses, so that a body changes its way often; then the next request. */
  @RepeatedTest(10)
  void everyByteArrivesOnceHoweverTheClientSends(RepetitionInfo round) throws Exception {
    var random = new Random(round.getCurrentRepetition());
    try (var wire = server.wire()) {
      for (int i = 0; i < 4; i++) {
        var bytes = random(random.nextInt(6 * MIB) + 1, random.nextLong());
        var upload = client.create(bytes.length);
        wire.patch(upload, 0, bytes.length);
        sendUnevenly(wire, bytes, random);
        assertThat(wire.answer().offset()).isEqualTo(bytes.length);
        assertThat(server.objectOf(upload)).hasBinaryContent(bytes);
      }
    }
  }

  private static void sendUnevenly(Wire wire, byte[] bytes, Random random) throws Exception {
    for (int at = 0; at < bytes.length; ) {
      int most = random.nextInt(3) == 0 ? 2000 : 2 * MIB;
      int to = Math.min(bytes.length, at + 1 + random.nextInt(most));
      wire.send(bytes, at, to);
      at = to;
      if (random.nextInt(4) == 0) {
        Thread.sleep(random.nextInt(15)); // What makes the client uneven.
      }
    }
  }

  @Test
  void requestBehindABodyIsNotTakenForPartOfIt() throws Exception {
    var bytes = random(3 * MIB, 7);
    var upload = client.create(2L * bytes.length);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, bytes.length).send(bytes);
      wire.patch(upload, bytes.length, bytes.length).send(bytes);
      wire.head("OPTIONS", "/uploads");
      assertThat(wire.answer().offset()).isEqualTo(bytes.length);
      assertThat(wire.answer().offset()).isEqualTo(2L * bytes.length);
      assertThat(wire.answer().header("Tus-Version")).isEqualTo("1.0.0");
    }
  }

  /** A short body is there before its request is served; the next one is on its way by then. */
  @RepeatedTest(20)
  void longBodyBehindAShortOneIsKeptApart() throws Exception {
    var bytes = random(MIB, 9);
    var first = client.create(3);
    var second = client.create(bytes.length);
    try (var wire = server.wire()) {
      wire.patch(first, 0, 3).send("abc".getBytes());
      wire.patch(second, 0, bytes.length).send(bytes);
      wire.head("OPTIONS", "/uploads");
      assertThat(wire.answer().offset()).isEqualTo(3);
      assertThat(wire.answer().offset()).isEqualTo(bytes.length);
      assertThat(wire.answer().status()).isEqualTo(204);
    }
    assertThat(server.objectOf(second)).hasBinaryContent(bytes);
  }

  @Test
  void threadIsGivenBackWhileTheClientPauses() throws Exception {
    var bytes = random(16 * MIB, 8);
    var upload = client.create(2L * bytes.length);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, 2L * bytes.length).send(bytes);
      await().until(() -> server.written(upload) == bytes.length);
      await().until(() -> movers() == 0);
      assertThat(wire.send(bytes).answer().offset()).isEqualTo(2L * bytes.length);
    }
  }

  @Test
  void bodyInAThreadOfItsOwnStallsNobodyElse() throws Exception {
    var let = new CountDownLatch(1);
    var storage = GatedStorage.stallingAfter(MIB, let, disk(folder));
    try (var stalling =
            TestServer.storingIn(folder).over("epoll").with(ObjectStorage.class, storage).start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sending = new ArrayList<Future<Long>>();
      for (int i = 0; i < 8; i++) {
        sending.add(
            threads.submit(() -> {
              try (var wire = stalling.wire()) {
                wire.patch(stalling.client().create(16L * MIB), 0, 16L * MIB);
                return wire.send(new byte[16 * MIB]).answer().offset();
              }
            }));
      }
      await().until(() -> movers() == 8);
      assertThat(stalling.client().get("/uploads/none").status()).isEqualTo(404);
      let.countDown();
      for (var sent : sending) {
        assertThat(sent.get()).isEqualTo(16L * MIB);
      }
    }
  }

  @Test
  void slowClientsHoldNoThread() throws Exception {
    var wires = new ArrayList<Wire>();
    try {
      var uploads = new ArrayList<String>();
      for (int i = 0; i < 50; i++) {
        var upload = client.create(MIB);
        var wire = server.wire();
        wires.add(wire);
        uploads.add(upload);
        wire.patch(upload, 0, MIB).send(new byte[10_000]);
      }
      for (int piece = 2; piece < 6; piece++) {
        for (int i = 0; i < wires.size(); i++) {
          wires.get(i).send(new byte[10_000]);
        }
        for (var upload : uploads) {
          int all = piece * 10_000;
          await().until(() -> server.written(upload) == all);
        }
        assertThat(movers()).isZero();
      }
    } finally {
      for (var wire : wires) {
        wire.close();
      }
    }
  }

  /** The client is gone before its request reached a thread. */
  @RepeatedTest(20)
  void firstBytesOfAClientThatIsGoneAreKept() throws Exception {
    var upload = client.create(100_000);
    try (var wire = server.wire()) {
      wire.patch(upload, 0, 100_000).send(new byte[700]);
    }
    await().until(() -> client.uploadedBytes(upload) == 700);
  }

  @Test
  void connectionGoesOnBehindABodyThatTheStorageFailedOn() throws Exception {
    var storage = GatedStorage.failingAfter(MIB, disk(folder));
    try (var failing =
            TestServer.storingIn(folder).over("epoll").with(ObjectStorage.class, storage).start();
        var wire = failing.wire()) {
      var upload = failing.client().create(8L * MIB);
      wire.patch(upload, 0, 8L * MIB).send(new byte[8 * MIB]);
      wire.head("OPTIONS", "/uploads");
      assertThat(wire.answer().problem()).isEqualTo("storage-unavailable");
      assertThat(wire.answer().status()).isEqualTo(204);
      assertThat(failing.client().head(upload).offset()).isBetween((long) MIB, 4L * MIB);
    }
  }

  @Test
  void bodyThatFlowsForLongIsNotTakenForAnIdleConnection() throws Exception {
    try (var impatient =
            TestServer.storingIn(folder)
                .over("epoll")
                .with("micronaut.server.idle-timeout", Duration.ofSeconds(1))
                .start();
        var wire = impatient.wire()) {
      int steps = 300;
      var upload = impatient.client().create((long) steps * (256 << 10));
      wire.patch(upload, 0, (long) steps * (256 << 10));
      for (int i = 0; i < steps; i++) {
        wire.send(new byte[256 << 10]);
        Thread.sleep(8); // For 2.4 s in all.
      }
      assertThat(wire.answer().offset()).isEqualTo((long) steps * (256 << 10));
      assertThat(wire.isEnded()).isTrue();
    }
  }
}
