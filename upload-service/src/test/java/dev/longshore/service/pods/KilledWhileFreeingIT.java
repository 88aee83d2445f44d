package dev.longshore.service.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.ServiceProcess;
import dev.longshore.service.session.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pods die at any point of freeing and ending; whoever lives leaves the objects and nothing else.
 */
class KilledWhileFreeingIT {

  private static final Duration INTERVAL = Duration.ofSeconds(4);
  private static final String CLAIM = "{valiblob:session:}:sweep";
  private static final String KEY = "valiblob:session:";

  @TempDir private Path folder;
  private RedisServer redis;

  @BeforeEach
  void start() {
    redis = RedisServer.start();
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private ServiceProcess pod() throws IOException {
    return ServiceProcess.start(
        folder,
        Map.of(
            "LONGSHORE_SESSION_STORE", "redis",
            "LONGSHORE_SESSION_REDIS_CONNECTION_STRING", redis.endpoint(),
            "LONGSHORE_SESSION_LEASE_DURATION", "1s",
            // Makes the steps of completing and ending take long enough to be hit by the kills.
            "LONGSHORE_STORAGE_FILESYSTEM_FSYNC", "true",
            "LONGSHORE_CLEANUP_INTERVAL", INTERVAL.toString()));
  }

  private Path uploads() {
    return folder.resolve(".longshore/uploads").resolve(RedisServer.scope(KEY));
  }

  private int kept() throws IOException {
    return count(uploads());
  }

  /** What a sweep has taken away and not deleted yet. */
  private int freed() throws IOException {
    return count(folder.resolve(".longshore/freed"));
  }

  private static int count(Path parent) throws IOException {
    try (var folders = Files.list(parent)) {
      return (int) folders.count();
    }
  }

  /** As if what is kept of an upload had last been written to long ago. */
  private static void age(Path first) throws IOException {
    var longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(3)));
    for (var each : List.of(first, first.resolveSibling(first.getFileName() + ".more"))) {
      if (Files.exists(each)) {
        try (var files = Files.walk(each)) {
          for (var file : files.toList()) {
            Files.setLastModifiedTime(file, longAgo);
          }
        }
      }
    }
  }

  @Test
  void whatAKilledSweepLeftIsFreedByAnotherPodWithinOneInterval() throws Exception {
    int all = 6000;
    Files.createDirectories(uploads());
    for (int i = 0; i < all; i++) {
      var name = "lost-%019d".formatted(i);
      var first = Files.write(uploads().resolve(name), new byte[10]);
      var more = Files.createDirectory(uploads().resolve(name + ".more"));
      Files.write(more.resolve("data.1795000000000"), new byte[10]);
      age(first);
    }
    int before = kept();
    for (int kill = 0; kill < 3; kill++) {
      // Holds the sweep off until the pod is there.
      redis.cli("SET", CLAIM, "test");
      try (var pod = pod()) {
        redis.cli("DEL", CLAIM);
        int full = before;
        await()
            .atMost(Duration.ofSeconds(30))
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> kept() < full);
        pod.kill();
        assertThat(pod.ends(Duration.ofSeconds(10))).isTrue();
        int left = kept();
        assertThat(left).as("killed in the middle").isBetween(1, before - 1);
        before = left;
      }
    }
    assertThat(redis.cli("EXISTS", CLAIM)).as("the claim of the dead pod").isEqualTo("1");
    try (var pod = pod()) {
      await().atMost(INTERVAL.plusSeconds(20)).until(() -> kept() == 0);
      await().until(() -> freed() == 0);
      assertThat(pod.log()).contains("swept: freed ");
    }
  }

  /** What a client wants: this object under this path, in chunks, to be ended half way or not. */
  private record Plan(String path, byte[] bytes, boolean ends) {}

  @Test
  void podsThatDieUnderLoadLeaveTheObjectsOnly() throws Exception {
    var plans = new ConcurrentHashMap<String, Plan>();
    var finished = ConcurrentHashMap.<String>newKeySet();
    for (int round = 0; round < 3; round++) {
      try (var pod = pod();
          var clients = Executors.newVirtualThreadPerTaskExecutor()) {
        var requests = new AtomicInteger();
        for (int i = 0; i < 32; i++) {
          var random = new Random(100L * round + i);
          clients.submit(() -> upload(pod.client(), random, plans, finished, requests));
        }
        int enough = 150 + 37 * round;
        await().until(() -> requests.get() > enough);
        pod.kill();
      }
    }
    try (var pod = pod()) {
      for (var upload : plans.entrySet()) {
        goOnOrVanish(pod.client(), upload.getKey(), upload.getValue(), finished);
      }
      await().atMost(Duration.ofSeconds(40)).until(() -> kept() == 0);
    }
    for (var plan : plans.values()) {
      var object = folder.resolve(plan.path());
      if (Files.exists(object)) {
        assertThat(object).hasBinaryContent(plan.bytes());
      } else {
        assertThat(finished).doesNotContain(plan.path());
      }
    }
    assertThat(finished).hasSizeGreaterThan(50);
    try (var files = Files.walk(folder.resolve(".longshore"))) {
      assertThat(files)
          .containsExactlyInAnyOrder(
              folder.resolve(".longshore"),
              uploads().getParent(),
              uploads(),
              folder.resolve(".longshore/freed"));
    }
  }

  /** One upload after the other, until the pod is gone. */
  private static Void upload(
      UploadClient client,
      Random random,
      Map<String, Plan> plans,
      Set<String> finished,
      AtomicInteger requests) {
    while (true) {
      var bytes = new byte[1 + random.nextInt(60_000)];
      random.nextBytes(bytes);
      var plan = new Plan("o/" + random.nextLong(Long.MAX_VALUE), bytes, random.nextInt(3) == 0);
      var upload = client.create(bytes.length, plan.path());
      plans.put(upload, plan);
      int half = bytes.length / 2;
      client.patch(upload, 0, Arrays.copyOf(bytes, half));
      requests.incrementAndGet();
      if (plan.ends()) {
        client.tus("DELETE", upload);
      } else if (client.patch(upload, half, Arrays.copyOfRange(bytes, half, bytes.length)).status()
          == 204) {
        finished.add(plan.path());
      }
      requests.incrementAndGet();
    }
  }

  /** A third of the clients comes back; of the others, all is left to the pods. */
  private void goOnOrVanish(UploadClient client, String upload, Plan plan, Set<String> finished)
      throws IOException {
    var kept = uploads().resolve(upload.substring("/uploads/".length()));
    if (!Files.exists(kept)) {
      return;
    }
    var session = redis.cli("GET", KEY + kept.getFileName());
    boolean isUnderWay =
        List.of("Pending", "InProgress").stream().anyMatch(session::contains)
            && !session.contains("\"uploadedBytes\":" + plan.bytes().length + ",");
    if (!isUnderWay) {
      return;
    }
    if (plan.bytes().length % 3 == 0) {
      var head = client.head(upload);
      assertThat(head.status()).isEqualTo(200);
      var rest = Arrays.copyOfRange(plan.bytes(), (int) head.offset(), plan.bytes().length);
      assertThat(client.patch(upload, head.offset(), rest).status()).isEqualTo(204);
      finished.add(plan.path());
    } else {
      redis.cli("DEL", KEY + kept.getFileName());
      age(kept);
    }
  }
}
