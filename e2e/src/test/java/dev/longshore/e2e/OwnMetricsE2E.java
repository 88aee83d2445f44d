package dev.longshore.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.client.SlowUpload;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Images;
import dev.longshore.e2e.workspace.MetricsAdapter;
import dev.longshore.e2e.workspace.UploadServiceResource;
import dev.longshore.e2e.workspace.Workspace;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients that are too slow to keep a processor busy bring more pods all the same, by a metric of
 * the service that prometheus-adapter carries to Kubernetes.
 */
@ExtendWith(OnCluster.class)
class OwnMetricsE2E {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String NAMESPACE = "metered";
  private static final int CLIENTS = 4;
  private static final int PIECE = 1 << 10;
  // One a second, and no client is done before there are more pods.
  private static final int PIECES = 400;

  private static final String RESOURCE =
      """
      apiVersion: longshore.dev/v1alpha1
      kind: UploadService
      metadata: {name: metered, namespace: metered}
      spec:
        redis: {secretRef: {name: app-secrets}}
        storage: {filesystem: {claimName: uploads}}
        autoscaling:
          maxReplicas: 3
          podMetrics: [{name: longshore_bodies_receiving, averageValue: 2}]
          scaleDownStabilizationWindowSeconds: 0
      """;

  private static Workspace workspace;
  private static MetricsAdapter adapter;

  @BeforeAll
  static void start(Cluster cluster) {
    workspace = Workspace.create(cluster, Images.built(), NAMESPACE);
    workspace.writeSecret(Workspace.PASSWORD);
    adapter = workspace.startMetricsAdapter(Images.built());
  }

  @AfterAll
  static void stop() {
    adapter.close();
    workspace.close();
  }

  @Test
  void slowClientsBringPods() throws Exception {
    var service = workspace.applyManifest("metered", RESOURCE);
    awaitReadyPods(service, 1, () -> {});
    byte[] file = Bytes.random(12, PIECES * PIECE);
    var pieces = new AtomicInteger();
    var pace = new CyclicBarrier(CLIENTS + 1, pieces::incrementAndGet);
    try (var door = service.doorToService();
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var client = new TusClient(door.url());
      var uploads =
          IntStream.range(0, CLIENTS).mapToObj(_ -> client.create(file.length, Map.of())).toList();
      var answers =
          uploads.stream()
              .<Callable<Integer>>map(
                  upload -> new SlowUpload(door.url(), upload, file, PIECE, pace)::send)
              .map(clients::submit)
              .toList();

      awaitReadyPods(service, 2, () -> pace.await(10, SECONDS));
      while (pieces.get() < PIECES) {
        pace.await(10, SECONDS);
      }

      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(204);
      }
      awaitReadyPods(service, 1, () -> {});
      assertThat(workspace.sha256OfUploads(uploads)).containsOnly(Bytes.sha256(file));
    }
  }

  /** What is done each second until there are so many pods. */
  @FunctionalInterface
  private interface Meanwhile {
    void act() throws Exception;
  }

  private static void awaitReadyPods(UploadServiceResource service, int pods, Meanwhile meanwhile) {
    await(pods + " pods of " + service.name())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          meanwhile.act();
          return service.hasReadyPods(pods);
        });
  }
}
