package dev.longshore.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Wire;
import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.SessionStore;
import dev.longshore.service.session.memory.InMemorySessionStore;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two pods over one session store and one folder: who may write, and who lets go. */
class HandOverIT {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(250);

  @TempDir Path folder;
  private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
  private final SessionStore store =
      new InMemorySessionStore(Duration.ofHours(1), () -> Instant.now().plus(passed.get()));
  private TestServer one;
  private TestServer two;

  /** Leases here outlast every test, so that only letting go can help. */
  private void start(Duration handOverIdle, Duration handOverLimit) {
    one = pod(handOverIdle, handOverLimit);
    two = pod(handOverIdle, handOverLimit);
  }

  private TestServer pod(Duration handOverIdle, Duration handOverLimit) {
    return TestServer.storingIn(folder)
        .sharing(store)
        .with(TransferOptions.class, new TransferOptions(LONG, handOverIdle, handOverLimit))
        .with("longshore.session.lease-duration", "5m")
        .with("longshore.session.lease-patience", "1m")
        .start();
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void headEndsARunningChunkAndItsOffsetIsAcceptedNext(boolean samePod) throws Exception {
    start(LONG, LONG);
    var client = (samePod ? one : two).client();
    var upload = client.create(1000);
    try (var wire = one.wire()) {
      wire.patch(upload, 0, 1000).send(new byte[400]);
      await().until(() -> one.written(upload) == 400);
      assertThat(client.head(upload).offset()).isEqualTo(400);
      var ended = wire.answer();
      assertThat(ended.status()).isEqualTo(423);
      assertThat(ended.problem()).isEqualTo("upload-taken-over");
      assertThat(ended.offset()).isEqualTo(400);
      assertThat(wire.isEnded()).isTrue();
    }
    assertThat(client.patch(upload, 400, new byte[600]).status()).isEqualTo(204);
  }

  @Test
  void flowingChunkMayComeToItsEndWhileAnotherWaits() throws Exception {
    start(LONG, LONG);
    var upload = one.client().create(2000);
    try (var wire = one.wire()) {
      wire.patch(upload, 0, 1000).send(new byte[400]);
      await().until(() -> one.written(upload) == 400);
      var second = two.client().patchAsync(upload, 1000, BodyPublishers.ofByteArray(new byte[500]));
      assertThat(wire.send(new byte[600]).answer().offset()).isEqualTo(1000);
      assertThat(second.join().status()).isEqualTo(204);
    }
    assertThat(one.client().head(upload).offset()).isEqualTo(1500);
  }

  @Test
  @Timeout(30)
  void stalledChunkIsEndedForAnother() throws Exception {
    start(SHORT, LONG);
    var upload = one.client().create(1000);
    try (var wire = one.wire()) {
      wire.patch(upload, 0, 1000).send(new byte[400]);
      await().until(() -> one.written(upload) == 400);
      assertThat(two.client().patch(upload, 400, new byte[600]).status()).isEqualTo(204);
      assertThat(wire.answer().offset()).isEqualTo(400);
    }
    assertThat(one.objectOf(upload)).hasSize(1000);
  }

  @Test
  @Timeout(30)
  void chunkThatNeverEndsIsEndedForAnother() throws Exception {
    start(LONG, Duration.ofSeconds(1));
    var upload = one.client().create(1L << 40);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var wire = one.wire()) {
      wire.patch(upload, 0, 1L << 40).send(new byte[400]);
      await().until(() -> one.written(upload) == 400);
      var flow = flow(threads, wire);
      var second = two.client().patch(upload, 0, new byte[600]);
      assertThat(second.status()).isEqualTo(409);
      assertThat(second.offset()).isGreaterThan(400);
      assertThat(wire.answer().offset()).isEqualTo(second.offset());
      wire.close();
      flow.get();
    }
  }

  private static Future<?> flow(ExecutorService threads, Wire wire) {
    return threads.submit(() -> {
      try {
        while (true) {
          wire.send(new byte[1000]);
          Thread.sleep(10); // The speed of this client.
        }
      } catch (java.io.IOException e) {
        return null; // The server ended it, as it should.
      }
    });
  }

  /** For the store the lease has run out, while its holder, as a stalled one, believes in it. */
  @Test
  void holderThatDoesNotKnowThatItsLeaseRanOutChangesNothing() throws Exception {
    start(LONG, LONG);
    var upload = one.client().create(9);
    try (var wire = one.wire()) {
      assertThat(one.client().patch(upload, 0, "abc".getBytes()).offset()).isEqualTo(3);
      wire.patch(upload, 3, 6).send("X".getBytes());
      await().until(() -> one.written(upload) == 4);
      passed.set(Duration.ofMinutes(6));

      assertThat(two.client().patch(upload, 3, "def".getBytes()).offset()).isEqualTo(6);
      wire.send("XXXXX".getBytes());
      var late = wire.answer();
      assertThat(late.status()).isEqualTo(503);
      assertThat(late.problem()).isEqualTo("lease-lost");
      assertThat(two.client().head(upload).offset()).isEqualTo(6);
      assertThat(two.client().patch(upload, 6, "ghi".getBytes()).status()).isEqualTo(204);
    }
    assertThat(one.objectOf(upload)).hasContent("abcdefghi");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofTwoChunksAtOneOffsetExactlyOneIsTaken(boolean samePod) throws Exception {
    start(LONG, LONG);
    int size = 5_000;
    int rounds = 200;
    var expected = new byte[rounds * size];
    var clients = List.of(one.client(), (samePod ? one : two).client());
    var upload = one.client().create(expected.length);
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < rounds; round++) {
        long offset = (long) round * size;
        var start = new CyclicBarrier(2);
        var statuses = new int[2];
        var racers = new Future<?>[2];
        for (int i = 0; i < 2; i++) {
          int racer = i;
          racers[i] =
              threads.submit(() -> {
                start.await();
                statuses[racer] =
                    clients.get(racer).patch(upload, offset, chunk(racer, size)).status();
                return null;
              });
        }
        for (var racer : racers) {
          racer.get();
        }
        assertThat(statuses).as("round %d", round).containsOnlyOnce(204);
        int winner = statuses[0] == 204 ? 0 : 1;
        assertThat(statuses[1 - winner]).isIn(409, 423);
        Arrays.fill(expected, round * size, (round + 1) * size, (byte) ('A' + winner));
      }
    }
    assertThat(one.objectOf(upload)).hasBinaryContent(expected);
  }

  private static byte[] chunk(int racer, int size) {
    var bytes = new byte[size];
    Arrays.fill(bytes, (byte) ('A' + racer));
    return bytes;
  }
}
