package dev.longshore.service.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pod goes away in the middle of a chunk: killed, stalled, or stopped in order. */
class LostPodIT {

  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private TwoPods pods;

  @BeforeEach
  void start() throws IOException {
    pods = TwoPods.start(folder);
  }

  @AfterEach
  void stop() throws IOException {
    pods.close();
  }

  @Test
  void anotherPodGoesOnWithinTheLeaseTimeAfterAKill() throws Exception {
    var bytes = TwoPods.random(8 * MIB);
    var upload = pods.one.client().create(bytes.length, "killed.bin");
    try (var wire = pods.one.wire();
        var watch = new OffsetWatch(upload)) {
      wire.patch(upload, 0, bytes.length).send(bytes, 0, 3 * MIB);
      // A checkpoint of the running chunk has been committed, and more came in since.
      await().until(() -> watch.offset() == 3 * MIB);
      wire.send(bytes, 3 * MIB, 4 * MIB);
      await().until(() -> pods.written(upload) == 4 * MIB);

      pods.one.kill();
      long killed = System.nanoTime();
      var offset = pods.two.client().head(upload).offset();
      assertThat(offset).isEqualTo(3 * MIB);
      var rest = Arrays.copyOfRange(bytes, (int) offset, bytes.length);
      assertThat(pods.two.client().patch(upload, offset, rest).status()).isEqualTo(204);
      var took = Duration.ofNanos(System.nanoTime() - killed);
      assertThat(took).isLessThan(TwoPods.LEASE.plusSeconds(4));
      watch.finish(bytes.length);
    }
    assertThat(pods.object("killed.bin")).hasBinaryContent(bytes);
  }

  /** Checkpoints come every two seconds; the chunk with a checksum outlives several. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void podThatGoesInTheMiddleOfAChunkWithAChecksumLosesOnlyThatChunk(boolean killed)
      throws Exception {
    var bytes = TwoPods.random(4 * MIB);
    var upload = pods.one.client().create(bytes.length, "checked.bin");
    var first = Arrays.copyOfRange(bytes, 0, MIB);
    var rest = Arrays.copyOfRange(bytes, MIB, bytes.length);
    assertThat(pods.one.client().patch(upload, 0, first).status()).isEqualTo(204);
    var other = pods.two.client().create(MIB);
    try (var wire = pods.one.wire();
        var second = pods.two.wire();
        var watch = new OffsetWatch(upload)) {
      wire.patch(upload, MIB, rest.length, "Upload-Checksum: " + sha256(rest)).send(rest, 0, MIB);
      await().until(() -> pods.written(upload) == 2 * MIB);
      // A chunk without a checksum that begins later has been committed in part.
      second.patch(other, 0, MIB).send(bytes, 0, 1000);
      await().until(() -> pods.two.client().uploadedBytes(other) == 1000);
      if (killed) {
        pods.one.kill();
      } else {
        pods.one.terminate();
        assertThat(wire.answer().offset()).isEqualTo(MIB);
      }
      var client = pods.two.client();
      assertThat(client.head(upload).offset()).isEqualTo(MIB);
      assertThat(client.patch(upload, MIB, rest, "Upload-Checksum", sha256(rest)).status())
          .isEqualTo(204);
      watch.finish(bytes.length);
    }
    assertThat(pods.object("checked.bin")).hasBinaryContent(bytes);
  }

  private static String sha256(byte[] bytes) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return "sha256 " + Base64.getEncoder().encodeToString(digest);
  }

  @Test
  void podThatWasStalledForLongerThanItsLeaseChangesNothing() throws Exception {
    var bytes = TwoPods.random(8 * MIB);
    var upload = pods.one.client().create(bytes.length, "stalled.bin");
    var garbage = new byte[64 << 10];
    try (var wire = pods.one.wire();
        var watch = new OffsetWatch(upload)) {
      wire.patch(upload, 0, bytes.length).send(bytes, 0, 2 * MIB);
      await().until(() -> watch.offset() == 2 * MIB);
      pods.one.pause();
      // Waits in the stalled pod's socket, and is read when it wakes up.
      wire.send(garbage);

      long offset = pods.two.client().head(upload).offset();
      assertThat(offset).isEqualTo(2 * MIB);
      var some = Arrays.copyOfRange(bytes, 2 * MIB, 5 * MIB);
      assertThat(pods.two.client().patch(upload, offset, some).offset()).isEqualTo(5 * MIB);

      pods.one.resume();
      var late = answerOrNull(wire, garbage);
      if (late != null) {
        assertThat(late.status()).isIn(503, 423);
      }
      assertThat(pods.one.client().head(upload).offset()).isEqualTo(5 * MIB);
      var rest = Arrays.copyOfRange(bytes, 5 * MIB, bytes.length);
      assertThat(pods.one.client().patch(upload, 5 * MIB, rest).status()).isEqualTo(204);
      watch.finish(bytes.length);
    }
    assertThat(pods.object("stalled.bin")).hasBinaryContent(bytes);
  }

  /** Goes on sending until the server ends it, with an answer or without. */
  private static Answer answerOrNull(dev.longshore.service.client.Wire wire, byte[] garbage) {
    try {
      wire.send(garbage);
      return wire.answer();
    } catch (IOException e) {
      return null;
    }
  }

  @Test
  void stoppedPodKeepsWhatCameAnswersAndEnds() throws Exception {
    var bytes = TwoPods.random(4 * MIB);
    var upload = pods.one.client().create(bytes.length, "stopped.bin");
    try (var wire = pods.one.wire();
        var watch = new OffsetWatch(upload)) {
      wire.patch(upload, 0, bytes.length).send(bytes, 0, MIB);
      await().until(() -> pods.written(upload) == MIB);

      pods.one.terminate();
      var answer = wire.answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.problem()).isEqualTo("server-stopping");
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(answer.offset()).isEqualTo(MIB);

      var client = pods.two.client();
      assertThat(client.head(upload).offset()).isEqualTo(MIB);
      var rest = Arrays.copyOfRange(bytes, MIB, bytes.length);
      assertThat(client.patch(upload, MIB, rest).status()).isEqualTo(204);
      watch.finish(bytes.length);
      assertThat(pods.one.ends(Duration.ofSeconds(20))).as(pods.one.log()).isTrue();
    }
    assertThat(pods.object("stopped.bin")).hasBinaryContent(bytes);
  }

  @Test
  void idlePodEndsAtOnce() throws Exception {
    pods.one.terminate();
    assertThat(pods.one.ends(Duration.ofSeconds(10))).as(pods.one.log()).isTrue();
  }

  /** Reads the acknowledged offset again and again; it must never go down. */
  private final class OffsetWatch implements AutoCloseable {

    private final AtomicLong highest = new AtomicLong();
    private final AtomicBoolean done = new AtomicBoolean();
    private final Thread thread;
    private volatile AssertionError failure;

    OffsetWatch(String upload) {
      thread =
          Thread.startVirtualThread(() -> {
            while (!done.get()) {
              long now = pods.two.client().uploadedBytes(upload);
              long before = highest.getAndSet(now);
              if (now < before) {
                failure = new AssertionError("the offset went from " + before + " to " + now);
                return;
              }
            }
          });
    }

    long offset() {
      return highest.get();
    }

    /** Waits until the whole upload is acknowledged. */
    void finish(long length) {
      await().until(() -> failure != null || offset() == length);
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void close() throws InterruptedException {
      done.set(true);
      thread.join();
    }
  }
}
