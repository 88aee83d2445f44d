package dev.longshore.service.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.ServiceProcess;
import dev.longshore.service.session.redis.RedisServer;
import dev.longshore.service.storage.s3.S3Bucket;
import dev.longshore.service.storage.s3.S3Proxy;
import dev.longshore.service.storage.s3.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads of any length in chunks of any length through two pods to a bucket, while pods are killed
 * and connections to the bucket are cut: no acknowledged byte is lost, every object is what was
 * sent, and nothing else is left. {@code -Dlongshore.uploads=500 -Dlongshore.seed=...} makes more
 * of them, or the same again as far as time allows.
 */
class RandomKillsIT {

  private static final Logger LOG = LoggerFactory.getLogger(RandomKillsIT.class);
  private static final int UPLOADS = Integer.getInteger("longshore.uploads", 24);
  private static final long SEED = Long.getLong("longshore.seed", System.nanoTime());
  private static final int CLIENTS = 4;
  private static final int KILLS = 2;
  private static final int MOST = 20;

  @TempDir private Path folder;
  private final RedisServer redis = RedisServer.start();
  private final S3Bucket bucket = new S3Bucket(S3Server.shared());
  private final S3Proxy s3 = new S3Proxy(bucket.server());
  private final AtomicReferenceArray<ServiceProcess> pods = new AtomicReferenceArray<>(2);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger started = new AtomicInteger();
  private final RandomUploads.Count count = new RandomUploads.Count();

  @AfterEach
  void stop() throws IOException {
    for (int i = 0; i < pods.length(); i++) {
      if (pods.get(i) != null) {
        pods.get(i).close();
      }
    }
    s3.close();
    bucket.close();
    redis.close();
  }

  private ServiceProcess pod() throws IOException {
    return ServiceProcess.start(
        folder,
        Map.ofEntries(
            Map.entry("LONGSHORE_SESSION_STORE", "redis"),
            Map.entry("LONGSHORE_SESSION_REDIS_CONNECTION_STRING", redis.endpoint()),
            Map.entry("LONGSHORE_SESSION_LEASE_DURATION", "1s"),
            Map.entry("LONGSHORE_CLEANUP_INTERVAL", "2s"),
            Map.entry("LONGSHORE_STORAGE_TYPE", "s3"),
            Map.entry("LONGSHORE_STORAGE_S3_BUCKET", bucket.name()),
            Map.entry("LONGSHORE_STORAGE_S3_PREFIX", "media"),
            Map.entry("LONGSHORE_STORAGE_S3_REGION", S3Server.REGION),
            Map.entry("LONGSHORE_STORAGE_S3_ENDPOINT", s3.endpoint()),
            Map.entry("LONGSHORE_STORAGE_S3_PATH_STYLE", "true"),
            Map.entry("LONGSHORE_STORAGE_S3_ACCESS_KEY_ID", S3Server.ACCESS_KEY_ID),
            Map.entry("LONGSHORE_STORAGE_S3_SECRET_ACCESS_KEY", S3Server.SECRET_ACCESS_KEY),
            Map.entry("LONGSHORE_STORAGE_S3_PART_SIZE", Long.toString(S3Bucket.PART)),
            Map.entry("LONGSHORE_STORAGE_S3_MEMORY", "67108864")));
  }

  @Test
  void bytesAreRightAndNothingIsLeft() throws Exception {
    LOG.info("{} uploads, seed {}", UPLOADS, SEED);
    pods.set(0, pod());
    pods.set(1, pod());
    var seeds = new Random(SEED);
    var killing = new Random(seeds.nextLong());
    var uploads = new ArrayList<Future<?>>();
    try (var killer = Executors.newSingleThreadExecutor();
        var clients = Executors.newFixedThreadPool(CLIENTS)) {
      var kills = killer.submit(() -> kill(killing));
      for (int i = 0; i < CLIENTS; i++) {
        var random = new Random(seeds.nextLong());
        uploads.add(clients.submit(() -> upload(random)));
      }
      try {
        for (var upload : uploads) {
          upload.get();
        }
      } finally {
        ended.countDown();
        uploads.forEach(upload -> upload.cancel(true));
      }
      kills.get();
    }
    requireNothingButObjects();
    assertThat(count.uploads.sum()).isEqualTo(started.get());
    assertThat(count.kills.sum()).isGreaterThanOrEqualTo(KILLS);
    LOG.info("{}", count);
  }

  /** Small uploads may all be done before anything is killed: then there are more of them. */
  private Void upload(Random random) {
    while (started.get() < UPLOADS || count.kills.sum() < KILLS && started.get() < UPLOADS * MOST) {
      var path = "object-" + started.getAndIncrement();
      new RandomUploads(() -> somePod(random), random, count).upload(path, bucket);
    }
    return null;
  }

  private UploadClient somePod(Random random) {
    return pods.get(random.nextInt(pods.length())).client();
  }

  /** Kills one pod or cuts the bucket's connections, again and again, until all is uploaded. */
  private Void kill(Random random) throws Exception {
    while (!ended.await(random.nextInt(50, 1500), TimeUnit.MILLISECONDS)) {
      if (random.nextInt(3) == 0) {
        count.cuts.increment();
        s3.cut();
        continue;
      }
      int which = random.nextInt(pods.length());
      var pod = pods.get(which);
      pod.kill();
      assertThat(pod.ends(Duration.ofSeconds(10))).isTrue();
      count.kills.increment();
      // As a Service does it: nobody is sent to a pod that is known to be dead.
      pods.set(which, pods.get(1 - which));
      pods.set(which, pod());
      pod.close();
    }
    return null;
  }

  /** What killed pods left of ended uploads is freed by those that live. */
  private void requireNothingButObjects() {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> {
          assertThat(bucket.keys(""))
              .hasSize(started.get())
              .allMatch(key -> key.contains("/object-"));
          assertThat(bucket.multipartUploads()).isEmpty();
        });
  }
}
