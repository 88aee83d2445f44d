package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.storage.ObjectAppend;
import dev.longshore.service.storage.SweepLimits;
import dev.longshore.service.storage.UploadUse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads of any length in chunks of any length, on two pods, with connections cut and holders
 * killed at any time: the bytes are right, and nothing is left but the objects. {@code
 * -Dlongshore.uploads=500 -Dlongshore.seed=...} makes more of them, or the same again.
 */
class S3RandomIT {

  private static final Logger LOG = LoggerFactory.getLogger(S3RandomIT.class);
  private static final int UPLOADS = Integer.getInteger("longshore.uploads", 24);
  private static final long SEED = Long.getLong("longshore.seed", System.nanoTime());
  private static final int LONGEST = 24 << 20;
  private static final int MEMORY = 16 << 20;

  /** What happened, so that a reader of the log sees that it did. */
  private final LongAdder finished = new LongAdder();

  private final LongAdder chunks = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder cuts = new LongAdder();
  private final LongAdder kills = new LongAdder();

  @Test
  void bytesAreRightAndNothingIsLeft() throws Exception {
    LOG.info("{} uploads, seed {}", UPLOADS, SEED);
    var uploads = new ArrayList<Future<?>>();
    // Neighbouring seeds would give all of them nearly the same length.
    var seeds = new Random(SEED);
    try (var bucket = new S3Bucket(S3Server.shared());
        var proxy = new S3Proxy(bucket.server());
        var here = storage(bucket, proxy);
        var there = storage(bucket, proxy)) {
      try (var threads = Executors.newFixedThreadPool(4)) {
        for (int i = 0; i < UPLOADS; i++) {
          var random = new Random(seeds.nextLong());
          var path = "object-" + i;
          uploads.add(
              threads.submit(() -> {
                new Client(proxy, List.of(here, there), random).upload(path, bucket);
                return null;
              }));
        }
      }
      for (var upload : uploads) {
        upload.get();
      }
      // What killed holders wrote after the end is for a sweep to free.
      var after = Instant.now().plusSeconds(3600);
      // Connections that the last cut ended may use up the attempts of one; then the next one does
      // it.
      await()
          .ignoreException(CallFailedException.class)
          .until(() -> {
            here.sweep(
                ids -> ids.stream().collect(Collectors.toMap(id -> id, id -> UploadUse.ENDED)),
                new SweepLimits(after, after));
            return true;
          });
      assertThat(bucket.keys("")).hasSize(UPLOADS).allMatch(key -> key.contains("object-"));
      assertThat(bucket.multipartUploads()).isEmpty();
      assertThat(finished.sum()).isEqualTo(UPLOADS);
      LOG.info(
          "{} uploads of {} MiB together in {} chunks, {} cuts of all connections, {} holders that"
              + " vanished",
          finished,
          bytes.sum() >> 20,
          chunks,
          cuts,
          kills);
      assertThat(here.memory().used() + there.memory().used()).isZero();
    }
  }

  private static S3Storage storage(S3Bucket bucket, S3Proxy proxy) {
    return new S3Storage(S3Bucket.connection(proxy.endpoint(), 2), bucket.options(false, MEMORY));
  }

  /** Sends one upload to its end, whatever happens on the way. */
  private final class Client {

    private final S3Proxy proxy;
    private final List<S3Storage> pods;
    private final Random random;

    Client(S3Proxy proxy, List<S3Storage> pods, Random random) {
      this.proxy = proxy;
      this.pods = pods;
      this.random = random;
    }

    void upload(String path, S3Bucket bucket) throws IOException {
      int length = random.nextInt(4) == 0 ? random.nextInt(2000) : random.nextInt(LONGEST);
      var upload =
          random.nextInt(4) == 0
              ? TestUpload.ofUnknownLength(path, length)
              : TestUpload.of(path, length);
      int longest = 1 << 8 + random.nextInt(18);
      var killed = new ArrayList<ObjectAppend>();
      boolean abandoned = false;
      int rounds = 0;
      while (upload.stored().offset() < length) {
        assertThat(++rounds).isLessThan(100_000);
        long from = upload.stored().offset();
        int chunk =
            (int) Math.min(length - from, 1 + Math.max(random.nextInt(longest), length / 60));
        var pod = pods.get(random.nextInt(2));
        var append = pod.append(upload.stored(), upload.nextFence(), abandoned);
        abandoned = false;
        chunks.increment();
        try {
          int half = random.nextInt(chunk + 1);
          append.write(upload.slice(from, half));
          switch (random.nextInt(12)) {
            case 0 -> {
              cuts.increment();
              proxy.cut();
            }
            case 1 -> upload.commit(append, append.checkpoint());
            case 2 -> {
              // The pod stalls; somebody else takes over, and it wakes up later.
              kills.increment();
              killed.add(append);
              abandoned = true;
              continue;
            }
            default -> {}
          }
          append.write(upload.slice(from + half, chunk - half));
          boolean isEnd = from + chunk == length;
          upload.commit(append, isEnd ? append.finish() : append.flush());
        } catch (IOException e) {
          upload.commit(append, append.checkpoint());
        }
        append.close();
      }
      finish(upload);
      for (var late : killed) {
        try (late) {
          late.flush();
        } catch (IOException e) {
          // As it should be.
        }
      }
      assertThat(upload.isWhole(bucket.object(path))).as(path + ", seed " + SEED).isTrue();
      bytes.add(length);
      finished.increment();
    }

    /** Cut connections are other clients' doing. */
    private void finish(TestUpload upload) throws IOException {
      for (int tries = 1; ; tries++) {
        try {
          upload.finish(pods.get(random.nextInt(2)));
          return;
        } catch (CallFailedException e) {
          if (tries == 20) {
            throw e;
          }
        }
      }
    }
  }
}
