package dev.longshore.service.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.server.TestServer;
import dev.longshore.service.session.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health, probes and metrics, and what clients are told while Redis or the storage is away. */
class HealthIT {

  @TempDir Path folder;

  @Test
  void healthShowsBothPartsAndProbesAreUp() {
    try (var server = TestServer.storingIn(folder).start()) {
      var client = server.client();
      var health = client.get("/health");
      assertThat(health.status()).isEqualTo(200);
      var parts = health.json().get("details");
      assertThat(parts.at("/memory-session-store/status").textValue()).isEqualTo("UP");
      assertThat(parts.at("/memory-session-store/details/store").textValue())
          .isEqualTo("InMemorySessionStore");
      assertThat(parts.at("/storage/status").textValue()).isEqualTo("UP");
      assertThat(parts.at("/storage/details/storage").textValue()).contains(folder.toString());
      assertThat(client.get("/health/liveness").status()).isEqualTo(200);
      assertThat(client.get("/health/readiness").status()).isEqualTo(200);
    }
  }

  @Test
  void prometheusCountsRequests() {
    try (var server = TestServer.storingIn(folder).start()) {
      var client = server.client();
      client.create(1);
      var metrics = client.get("/prometheus");
      assertThat(metrics.status()).isEqualTo(200);
      assertThat(metrics.text())
          .containsPattern("http_server_requests_seconds_count\\{.*uri=\"/uploads\"")
          .contains("jvm_memory_used_bytes");
    }
  }

  @Test
  void storageThatIsAwayShowsInHealthAndNotInTheProbes() throws Exception {
    try (var server = TestServer.storingIn(folder.resolve("data")).start()) {
      var client = server.client();
      Files.move(folder.resolve("data"), folder.resolve("away"));
      var health = client.get("/health");
      assertThat(health.status()).isEqualTo(503);
      assertThat(health.json().at("/details/storage/status").textValue()).isEqualTo("DOWN");
      assertThat(health.json().at("/details/storage/details/error").textValue()).isNotBlank();
      assertThat(client.get("/health/liveness").status()).isEqualTo(200);
      assertThat(client.get("/health/readiness").status()).isEqualTo(200);
    }
  }

  @Test
  void redisThatIsAwayIs503WithRetryAfterAndUploadsGoOnAfterwards() throws Exception {
    try (var redis = RedisServer.start("--appendonly", "yes");
        var server =
            TestServer.storingIn(folder)
                .with("longshore.session.store", "redis")
                .with(
                    "longshore.session.redis.connection-string",
                    redis.endpoint() + ",syncTimeout=500,connectTimeout=500")
                .start()) {
      var client = server.client();
      var store = client.get("/health").json().at("/details/redis-session-store");
      assertThat(store.at("/status").textValue()).isEqualTo("UP");
      assertThat(store.at("/details/server").textValue())
          .startsWith("Redis ")
          .endsWith(redis.endpoint());
      assertThat(store.at("/details/tookMillis").isNumber()).isTrue();
      var upload = client.create(6);
      assertThat(client.patch(upload, 0, "abc".getBytes()).status()).isEqualTo(204);

      redis.stop();
      for (var answer :
          new dev.longshore.service.client.Answer[] {
            client.get(upload),
            client.patch(upload, 3, "def".getBytes()),
            client.tusCreate(1),
            client.tus("DELETE", upload)
          }) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("session-store-unavailable");
        assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
      }
      assertThat(client.head(upload).status()).isEqualTo(503);
      assertThat(client.get("/health/liveness").status()).isEqualTo(200);
      assertThat(client.get("/health/readiness").status()).isEqualTo(200);
      var health = client.get("/health");
      assertThat(health.status()).isEqualTo(503);
      assertThat(health.json().at("/details/redis-session-store/status").textValue())
          .isEqualTo("DOWN");

      redis.startAgain();
      await().atMost(Duration.ofSeconds(20)).until(() -> client.head(upload).status() == 200);
      assertThat(client.head(upload).offset()).isEqualTo(3);
      assertThat(client.patch(upload, 3, "def".getBytes()).status()).isEqualTo(204);
      assertThat(server.objectOf(upload)).hasContent("abcdef");
    }
  }
}
