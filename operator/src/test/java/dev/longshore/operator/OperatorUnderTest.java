package dev.longshore.operator;

import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Chart;
import dev.longshore.operator.cluster.KubeApi;
import dev.longshore.operator.cluster.Writes;
import dev.longshore.operator.config.LeaseConfig;
import dev.longshore.operator.config.OperatorConfig;
import dev.longshore.operator.serialization.LeanSerialization;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The operator in this JVM, with the permissions that the chart gives it and no others. */
final class OperatorUnderTest implements AutoCloseable {

  static final String IMAGE = "longshore/upload-service:test";

  static final int UPGRADES_AT_ONCE = 2;

  private final KubernetesClient client;
  private final AtomicBoolean lost = new AtomicBoolean();
  private final LongshoreOperator operator;

  private OperatorUnderTest(Set<String> namespaces, Optional<LeaseConfig> lease) {
    this(Chart.SERVICE_ACCOUNT, IMAGE, namespaces, lease);
  }

  private OperatorUnderTest(
      String account, String image, Set<String> namespaces, Optional<LeaseConfig> lease) {
    client = KubeApi.start().as(Chart.NAMESPACE, account, LeanSerialization.create());
    operator =
        new LongshoreOperator(
            new OperatorConfig(image, namespaces, lease, 0, 4, UPGRADES_AT_ONCE, false),
            client,
            Optional.empty(),
            () -> lost.set(true));
    operator.start();
  }

  /** Watches one namespace. */
  static OperatorUnderTest watching(String... namespaces) {
    return new OperatorUnderTest(Set.of(namespaces), Optional.empty());
  }

  /** Another version, which brings another image. */
  static OperatorUnderTest bringing(String image, String... namespaces) {
    return new OperatorUnderTest(
        Chart.SERVICE_ACCOUNT, image, Set.of(namespaces), Optional.empty());
  }

  /** With the permissions of another ServiceAccount of the chart's namespace. */
  static OperatorUnderTest as(String account, String... namespaces) {
    return new OperatorUnderTest(account, IMAGE, Set.of(namespaces), Optional.empty());
  }

  static OperatorUnderTest watchingAll() {
    return new OperatorUnderTest(Set.of(), Optional.empty());
  }

  static OperatorUnderTest electing(String namespace, LeaseConfig lease) {
    return new OperatorUnderTest(Set.of(namespace), Optional.of(lease));
  }

  static Writes writes() {
    return Writes.since(KubeApi.start(), Chart.NAMESPACE, Chart.SERVICE_ACCOUNT);
  }

  /** Waits until all that was under way is done: no further write for two seconds. */
  static void settle() {
    var writes = writes();
    var seen = new AtomicInteger(-1);
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          var now = writes.list().size();
          return seen.getAndSet(now) == now;
        });
  }

  boolean hasLost() {
    return lost.get();
  }

  int probe(String path) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://localhost:" + operator.healthPort() + "/healthz/" + path))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @Override
  public void close() {
    operator.close();
    client.close();
  }
}
