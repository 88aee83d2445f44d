package dev.longshore.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.condition.Reason;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class EventRecorderTest {

  private static final Duration SLOW = Duration.ofMillis(100);

  private final List<Long> asked = new CopyOnWriteArrayList<>();

  @Test
  void aBusyApiServerIsLeftAloneForLongerButNotForLong() {
    assertThat(EventRecorder.pauseAfter(Duration.ofMillis(2))).isEqualTo(Duration.ofMillis(6));
    assertThat(EventRecorder.pauseAfter(Duration.ofMillis(200))).isEqualTo(Duration.ofMillis(600));
    assertThat(EventRecorder.pauseAfter(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void eventsGiveWayToWhateverElseASlowApiServerHasToDo() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::answerSlowly);
    server.start();
    try (var client =
            new KubernetesClientBuilder()
                .withConfig(
                    new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .build())
                .build();
        var events = new EventRecorder(client)) {
      events.record(service(), Reason.SecretNotFound, "first");
      events.record(service(), Reason.SecretNotFound, "second");
      await().until(() -> asked.size() >= 2);
    } finally {
      server.stop(0);
    }
    // It takes its time to answer, and then has three times as long for others.
    assertThat(Duration.ofNanos(asked.get(1) - asked.get(0)))
        .isGreaterThanOrEqualTo(SLOW.multipliedBy(4));
  }

  private void answerSlowly(HttpExchange exchange) throws IOException {
    var arrived = System.nanoTime();
    asked.add(arrived);
    await().until(() -> System.nanoTime() - arrived > SLOW.toNanos());
    var event = exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(201, event.length);
    exchange.getResponseBody().write(event);
    exchange.close();
  }

  private static UploadService service() {
    var service = new UploadService();
    service.setMetadata(
        new ObjectMetaBuilder().withName("media").withNamespace("a").withUid("1").build());
    return service;
  }
}
