package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.client.ResumingUpload;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Images;
import dev.longshore.e2e.workspace.UploadServiceResource;
import dev.longshore.e2e.workspace.Workspace;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Kubernetes' own autoscaler adds and takes pods by what they really use, and an upload that was
 * begun before goes on after.
 */
@ExtendWith(OnCluster.class)
class AutoscalingE2E {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String NAMESPACE = "scaled";
  private static final int CHUNK = 64 << 10;
  // In percent of what a pod requests; what it uses at rest is between the two.
  private static final int EAGER = 1;
  private static final int LAZY = 1000;

  private static final String RESOURCE =
      """
      apiVersion: longshore.dev/v1alpha1
      kind: UploadService
      metadata: {name: scaled, namespace: scaled}
      spec:
        redis: {secretRef: {name: app-secrets}}
        storage: {filesystem: {claimName: uploads}}
        resources: {requests: {cpu: 20m, memory: 256Mi}}
        autoscaling:
          maxReplicas: 2
          targetCPUUtilizationPercentage: %d
          scaleDownStabilizationWindowSeconds: 0
      """;

  private static Workspace workspace;

  @BeforeAll
  static void createWorkspace(Cluster cluster) {
    workspace = Workspace.create(cluster, Images.built(), NAMESPACE);
    workspace.writeSecret(Workspace.PASSWORD);
  }

  @AfterAll
  static void removeWorkspace() {
    workspace.close();
  }

  @Test
  void podsComeAndGoAndAnUploadGoesOn() throws Exception {
    byte[] file = Bytes.random(11, 4 * CHUNK);
    var service = apply(LAZY);
    awaitReadyPods(service, 1);
    String upload;
    try (var door = service.doorToService()) {
      var client = new TusClient(door.url());
      upload = client.create(file.length, Map.of());
      assertThat(client.patch(upload, 0, Arrays.copyOf(file, CHUNK)).offset()).isEqualTo(CHUNK);
    }

    apply(EAGER);
    awaitReadyPods(service, 2);
    apply(LAZY);
    awaitReadyPods(service, 1);

    try (var door = service.doorToService()) {
      ResumingUpload.of(new TusClient(door.url()), file, CHUNK, upload).send();
    }
    assertThat(workspace.sha256OfUpload(upload)).isEqualTo(Bytes.sha256(file));
  }

  private static UploadServiceResource apply(int targetPercent) {
    return workspace.applyManifest("scaled", RESOURCE.formatted(targetPercent));
  }

  private static void awaitReadyPods(UploadServiceResource service, int pods) {
    await(pods + " pods of " + service.name())
        .atMost(PATIENCE)
        .until(() -> service.hasReadyPods(pods));
  }
}
