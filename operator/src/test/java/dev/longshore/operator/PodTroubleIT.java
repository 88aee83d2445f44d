package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is the matter with a pod is the matter with its service, from its change on. */
class PodTroubleIT {

  private final Cluster cluster = Cluster.create();
  private OperatorUnderTest operator;

  @BeforeEach
  void start() {
    cluster.redisSecret("redis:6379");
    operator = OperatorUnderTest.watchingAll();
    cluster.apply("media", Yaml.TRIAL);
    cluster.awaitCondition("media", "Ready", "False", "RollingOut");
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void isToldAndForgottenWhenItIsOver() {
    var pod = pod();
    status(
        pod,
        """
        containerStatuses:
        - name: upload-service
          image: example.com/nowhere:1
          imageID: ''
          ready: false
          restartCount: 0
          state: {waiting: {reason: ImagePullBackOff, message: Back-off pulling image}}
        """);
    var told = cluster.awaitCondition("media", "Ready", "False", "ImageNotPullable");
    assertThat(told.getMessage()).contains("example.com/nowhere:1", "Back-off", "spec.image");

    status(
        pod,
        """
        containerStatuses:
        - name: upload-service
          image: example.com/nowhere:1
          imageID: ''
          ready: false
          restartCount: 3
          state: {waiting: {reason: CrashLoopBackOff, message: back-off 10s}}
          lastState: {terminated: {exitCode: 1, reason: Error, message: wrong option}}
        """);
    assertThat(cluster.awaitCondition("media", "Ready", "False", "PodCrashing").getMessage())
        .contains("exit code 1", "wrong option", "logs media-1 -c upload-service --previous");

    status(
        pod,
        """
        phase: Running
        containerStatuses:
        - name: upload-service
          image: example.com/nowhere:1
          imageID: ''
          ready: true
          restartCount: 3
          state: {running: {startedAt: 2026-11-25T08:00:00Z}}
        """);
    cluster.awaitCondition("media", "Ready", "False", "RollingOut");
  }

  @Test
  void isToldOfAPodThatWasThereBeforeTheOperator() {
    status(
        pod(),
        """
        conditions:
        - {type: PodScheduled, status: 'False', reason: Unschedulable, message: 0/1 nodes}
        """);
    cluster.awaitCondition("media", "Ready", "False", "PodUnschedulable");
    operator.close();
    var writes = OperatorUnderTest.writes();

    operator = OperatorUnderTest.watchingAll();

    OperatorUnderTest.settle();
    assertThat(writes.list()).noneMatch(write -> write.contains(cluster.namespace()));
  }

  /** A pod of the service's, which no kubelet looks after. */
  private Pod pod() {
    var template = cluster.deployment("media").getSpec().getTemplate();
    return cluster
        .admin()
        .resource(
            new PodBuilder()
                .withNewMetadataLike(template.getMetadata())
                .withName("media-1")
                .withNamespace(cluster.namespace())
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("upload-service")
                .withImage("example.com/nowhere:1")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  private void status(Pod pod, String yaml) {
    var found = cluster.get(Pod.class, pod.getMetadata().getName());
    found.setStatus(Serialization.unmarshal(yaml, PodStatus.class));
    cluster.admin().resource(found).updateStatus();
  }
}
