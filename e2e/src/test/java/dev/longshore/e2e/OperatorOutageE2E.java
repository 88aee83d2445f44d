package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.client.ResumingUpload;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Door;
import dev.longshore.e2e.cluster.OperatorChart;
import dev.longshore.e2e.workspace.UploadServiceResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The operator dies, and the API server stops answering: uploads notice neither. */
@ExtendWith(OnCluster.class)
class OperatorOutageE2E {
  private static final String OPERATOR = "longshore-operator";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** A lease lasts 15 s; the rest is for looking at it and for starting to work. */
  private static final Duration TAKE_OVER = Duration.ofSeconds(15).plusSeconds(10);

  private Cluster cluster;

  @AfterEach
  void oneOperator() {
    scale(1);
  }

  @Test
  void theOtherOperatorTakesOverOnceTheLeaderIsDead(UploadServiceResource service) {
    cluster = service.workspace().cluster();
    scale(2);
    String dead = lease().getHolderIdentity();
    int transitions = lease().getLeaseTransitions();

    kill(dead);
    Set<String> holders = new LinkedHashSet<>();
    await("another leader")
        .atMost(TAKE_OVER)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> holders.add(lease().getHolderIdentity()) && holders.size() == 2);
    assertThat(holders).first().isEqualTo(dead);
    UploadServiceResource later = service.workspace().apply("later", 1).awaitReady(PATIENCE);
    later.resource().delete();

    assertThat(lease().getHolderIdentity()).isIn(holders).isNotEqualTo(dead);
    assertThat(lease().getLeaseTransitions()).isEqualTo(transitions + 1);
  }

  @Test
  void uploadsGoOnWhileTheApiServerStandsStillAndTheOperatorAfterwards(
      UploadServiceResource service) throws Exception {
    cluster = service.workspace().cluster();
    int restarts = service.restarts();
    byte[] file = Bytes.random(11, 4 << 20);
    String upload;
    try (Door door = service.doorToService()) {
      cluster.pauseApiServer();
      try {
        long paused = System.nanoTime();
        var client = new TusClient(door.url());
        // Longer than the operator's lease and the deadline for renewing it.
        do {
          upload = new ResumingUpload(client, file, 1 << 20).send().path();
        } while (System.nanoTime() - paused < Duration.ofSeconds(18).toNanos());
      } finally {
        cluster.resumeApiServer();
      }
    }
    assertThat(service.workspace().sha256OfUpload(upload)).isEqualTo(Bytes.sha256(file));

    UploadServiceResource later = service.workspace().apply("after-pause", 1).awaitReady(PATIENCE);
    later.resource().delete();
    service.awaitReady(PATIENCE);
    assertThat(service.restarts()).isEqualTo(restarts);
  }

  private RollableScalableResource<Deployment> operator() {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(OperatorChart.NAMESPACE)
        .withName(OPERATOR);
  }

  private void scale(int replicas) {
    operator().scale(replicas);
    await("%d operators".formatted(replicas))
        .atMost(PATIENCE)
        .until(() -> {
          var status = operator().get().getStatus();
          return status.getReplicas() == replicas
              && Integer.valueOf(replicas).equals(status.getReadyReplicas())
              && pods().size() == replicas;
        });
  }

  private List<Pod> pods() {
    return cluster
        .client()
        .pods()
        .inNamespace(OperatorChart.NAMESPACE)
        .withLabels(operator().get().getSpec().getSelector().getMatchLabels())
        .list()
        .getItems();
  }

  private LeaseSpec lease() {
    return cluster
        .client()
        .leases()
        .inNamespace(OperatorChart.NAMESPACE)
        .withName(OPERATOR)
        .require()
        .getSpec();
  }

  /** Its process is killed and its pod goes, so that nobody of this identity comes back. */
  private void kill(String pod) {
    var pods = cluster.client().pods().inNamespace(OperatorChart.NAMESPACE).withName(pod);
    cluster.kill(pods.require());
    pods.withGracePeriod(0).delete();
  }
}
