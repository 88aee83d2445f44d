package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Images;
import dev.longshore.e2e.workspace.UploadServiceResource;
import dev.longshore.e2e.workspace.Workspace;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The NetworkPolicy of a service, as the node enforces it. Who knocks is redis-cli, in the Redis
 * and in a sidecar that listens on a port of its own: any answer, even one that is no Redis', says
 * that the way is open.
 */
@ExtendWith(OnCluster.class)
class NetworkPolicyE2E {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String NAMESPACE = "guarded";
  private static final int SIDECAR_PORT = 6380;

  private static final String RESOURCE =
      """
      apiVersion: longshore.dev/v1alpha1
      kind: UploadService
      metadata: {name: guarded, namespace: guarded}
      spec:
        replicas: 1
        redis: {secretRef: {name: app-secrets}}
        storage: {filesystem: {claimName: uploads}}
        networkPolicy:
          from:
          - podSelector: {matchLabels: {role: uploader}}
          egress:
          - to: [{podSelector: {matchLabels: {app: redis}}}]
            ports: [6379]
        podTemplate:
          spec:
            initContainers:
            - name: sidecar
              image: %s
              restartPolicy: Always
              args: [redis-server, --port, "%d", --protected-mode, "no", --save, ""]
      """;

  private static Workspace workspace;
  private static UploadServiceResource service;

  @BeforeAll
  static void createService(Cluster cluster) {
    workspace = Workspace.create(cluster, Images.built(), NAMESPACE);
    workspace.writeSecret(Workspace.PASSWORD);
    var yaml = RESOURCE.formatted(Images.built().redis(), SIDECAR_PORT);
    // It is Ready only if it reaches Redis, and the node's probes reach it.
    service = workspace.applyManifest("guarded", yaml).awaitReady(PATIENCE);
  }

  @AfterAll
  static void removeWorkspace() {
    workspace.close();
  }

  @Test
  void onlyWhoIsNamedReachesTheOnePort() {
    var address = service.pods().getFirst().getStatus().getPodIP();
    assertThat(redisReaches("guarded", 80)).as("who is not named").isFalse();

    label("redis-0", "role", "uploader");
    await("who is named now")
        .atMost(Duration.ofSeconds(30))
        .until(() -> redisReaches("guarded", 80));
    assertThat(redisReaches(address, SIDECAR_PORT)).as("another port").isFalse();
  }

  @Test
  void thePodsReachOnlyWhatIsNamed(UploadServiceResource another) {
    assertThat(sidecarReaches("127.0.0.1", SIDECAR_PORT)).as("itself").isTrue();
    assertThat(sidecarReaches("redis", 6379)).as("what is named, by its name").isTrue();
    assertThat(sidecarReaches(another.service().getSpec().getClusterIP(), 80))
        .as("what is not")
        .isFalse();
  }

  private static boolean redisReaches(String host, int port) {
    return reaches("redis-0", "redis", host, port);
  }

  private static boolean sidecarReaches(String host, int port) {
    return reaches(service.pods().getFirst().getMetadata().getName(), "sidecar", host, port);
  }

  /** Whether anything comes back within three seconds. */
  private static boolean reaches(String pod, String container, String host, int port) {
    var out = new ByteArrayOutputStream();
    var command =
        List.of("timeout", "3", "redis-cli", "-h", host, "-p", Integer.toString(port), "ping");
    try (var exec =
        workspace
            .cluster()
            .client()
            .pods()
            .inNamespace(NAMESPACE)
            .withName(pod)
            .inContainer(container)
            .writingOutput(out)
            .writingError(out)
            .exec(command.toArray(String[]::new))) {
      exec.exitCode().join();
    }
    var said = out.toString(StandardCharsets.UTF_8);
    return !said.isBlank() && !said.contains("Could not connect");
  }

  private static void label(String pod, String key, String value) {
    workspace
        .cluster()
        .client()
        .pods()
        .inNamespace(NAMESPACE)
        .withName(pod)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}".formatted(key, value));
  }
}
