package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longshore.e2e.client.Answer;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Door;
import dev.longshore.e2e.workspace.RedisServer;
import dev.longshore.e2e.workspace.UploadServiceResource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one sees in Redis, and what one sees when it is gone. */
@ExtendWith(OnCluster.class)
class RedisE2E {
  private static final int CHUNK = 64 << 10;
  private static final long TTL_SECONDS = Duration.ofHours(24).toSeconds();

  @Test
  void redisCliShowsKeysJsonAndTtlOfASession(UploadServiceResource service) throws Exception {
    RedisServer redis = service.workspace().redis();
    try (Door door = service.doorToService()) {
      var client = new TusClient(door.url());
      String upload = client.create(2 * CHUNK, Map.of("filetype", "video/mp4"));
      client.patch(upload, 0, Bytes.random(3, CHUNK));

      String id = upload.substring(upload.lastIndexOf('/') + 1);
      String key = "media:session:" + id;
      assertThat(redis.cli("KEYS", "media:session:*")).contains(key);
      assertThat(redis.cli("TYPE", key)).containsExactly("string");

      String json = String.join("", redis.cli("GET", key));
      JsonNode session = new ObjectMapper().readTree(json);
      assertThat(json).doesNotContain("null").hasSizeLessThan(512);
      assertThat(session.get("uploadId").asText()).isEqualTo(id);
      assertThat(session.get("path").asText()).isEqualTo(id);
      assertThat(session.get("totalSize").asLong()).isEqualTo(2 * CHUNK);
      assertThat(session.get("uploadedBytes").asLong()).isEqualTo(CHUNK);
      assertThat(session.get("contentType").asText()).isEqualTo("video/mp4");
      assertThat(Instant.parse(session.get("createdAt").asText()))
          .isBeforeOrEqualTo(Instant.parse(session.get("updatedAt").asText()));
      assertThat(session.get("status").asText()).isEqualTo("InProgress");

      redis.cli("EXPIRE", key, "1000");
      assertThat(client.head(upload).status()).isEqualTo(200);
      assertThat(Long.parseLong(redis.cli("TTL", key).getFirst()))
          .as("seconds to live, which the read began anew")
          .isBetween(TTL_SECONDS - 60, TTL_SECONDS);
    }
  }

  @Test
  void whileRedisIsDownUploadsWaitAndPodsStay(UploadServiceResource service) throws Exception {
    RedisServer redis = service.workspace().redis();
    byte[] file = Bytes.random(4, 2 * CHUNK);
    int restarts = service.restarts();
    List<String> pods = names(service);
    try (Door door = service.doorToService()) {
      var client = new TusClient(door.url());
      String upload = client.create(file.length, Map.of());
      assertThat(client.patch(upload, 0, Arrays.copyOf(file, CHUNK)).status()).isEqualTo(204);

      redis.stop();
      await("503 to last as long as Redis is gone, longer than it takes a probe to give up")
          .pollInterval(Duration.ofSeconds(1))
          .during(Duration.ofSeconds(40))
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(() -> {
            assertUnavailable(client.head(upload));
            assertUnavailable(client.patch(upload, CHUNK, new byte[] {1}));
          });
      assertThat(names(service)).isEqualTo(pods);
      assertThat(service.restarts()).isEqualTo(restarts);

      redis.start();
      await("the upload to go on")
          .atMost(Duration.ofSeconds(60))
          .until(() -> finishes(client, upload, file));
      awaitAllPods(service, upload);
    }
    assertThat(names(service)).isEqualTo(pods);
    assertThat(service.restarts()).isEqualTo(restarts);
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(503);
    assertThat(answer.retryAfter()).as("Retry-After of %s", answer).isPositive();
  }

  private static boolean finishes(TusClient client, String upload, byte[] file) throws IOException {
    Answer head = client.head(upload);
    if (head.status() == 503) {
      return false;
    }
    assertThat(head.offset()).as("%s", head).isEqualTo(CHUNK);
    Answer answer = client.patch(upload, CHUNK, Arrays.copyOfRange(file, CHUNK, file.length));
    return answer.status() == 204 && answer.offset() == file.length;
  }

  /** Each pod connects again in its own time; other tests take it that all have. */
  private static void awaitAllPods(UploadServiceResource service, String upload) {
    for (Door door : service.doorsToPods()) {
      try (door) {
        var client = new TusClient(door.url());
        await("a pod to reach Redis again")
            .atMost(Duration.ofSeconds(60))
            .until(() -> client.head(upload).status() == 200);
      }
    }
  }

  private static List<String> names(UploadServiceResource service) {
    return service.pods().stream().map(pod -> pod.getMetadata().getName()).toList();
  }
}
