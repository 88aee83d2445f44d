package dev.longshore.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.secret.SecretState;
import dev.longshore.operator.volume.VolumeState;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each state of a Deployment means to people and to tools that know kstatus. */
class StatusReportTest {

  @Test
  void notSeenByItsControllerIsRollingOut() {
    var conditions = conditions(3, "{}");
    assertThat(conditions.get("Ready").getReason()).isEqualTo("RollingOut");
    assertThat(conditions.get("Reconciling").getStatus()).isEqualTo("True");
    assertThat(conditions.get("Available").getStatus()).isEqualTo("False");
  }

  @Test
  void anOldStatusOfANewTemplateIsRollingOut() {
    var conditions =
        conditions(
            3,
            "{observedGeneration: 1, replicas: 3, updatedReplicas: 3,"
                + " readyReplicas: 3, availableReplicas: 3}");
    assertThat(conditions.get("Ready").getStatus()).isEqualTo("False");
    assertThat(conditions.get("Ready").getMessage()).startsWith("0 of 3");
    assertThat(conditions.get("Available").getStatus()).isEqualTo("True");
  }

  @Test
  void anOldPodThatIsStillThereIsRollingOut() {
    var conditions =
        conditions(
            3,
            "{observedGeneration: 2, replicas: 4, updatedReplicas: 3,"
                + " readyReplicas: 4, availableReplicas: 4}");
    assertThat(conditions.get("Ready").getReason()).isEqualTo("RollingOut");
  }

  @Test
  void allPodsOfTheNewTemplateAreReady() {
    var conditions =
        conditions(
            3,
            "{observedGeneration: 2, replicas: 3, updatedReplicas: 3,"
                + " readyReplicas: 3, availableReplicas: 3}");
    assertThat(conditions.get("Ready").getStatus()).isEqualTo("True");
    assertThat(conditions.get("Reconciling").getStatus()).isEqualTo("False");
    assertThat(conditions.get("Stalled").getStatus()).isEqualTo("False");
  }

  @Test
  void noPodsOnPurposeIsReadyButNotAvailable() {
    var conditions = conditions(0, "{observedGeneration: 2}");
    assertThat(conditions.get("Ready").getReason()).isEqualTo("ScaledToZero");
    assertThat(conditions.get("Ready").getStatus()).isEqualTo("True");
    assertThat(conditions.get("Available").getStatus()).isEqualTo("False");
  }

  @Test
  void aRolloutThatKubernetesGaveUpIsStalled() {
    var conditions =
        conditions(
            3,
            "{observedGeneration: 2, replicas: 3, conditions:"
                + " [{type: Progressing, status: 'False', "
                + "reason: ProgressDeadlineExceeded, message: has timed out}]}");
    assertThat(conditions.get("Stalled").getReason()).isEqualTo("RolloutStuck");
    assertThat(conditions.get("Reconciling").getStatus()).isEqualTo("False");
    assertThat(conditions.get("Ready").getMessage()).contains("has timed out", "kubectl");
  }

  @Test
  void aQuotaIsTold() {
    var conditions =
        conditions(
            3,
            "{observedGeneration: 2, conditions:"
                + " [{type: ReplicaFailure, status: 'True', message: exceeded quota}]}");
    assertThat(conditions.get("Ready").getReason()).isEqualTo("QuotaExceeded");
    assertThat(conditions.get("Ready").getMessage()).contains("exceeded quota");
  }

  private static Map<String, Condition> conditions(int replicas, String deploymentStatus) {
    var service =
        Serialization.unmarshal(
            """
            apiVersion: longshore.dev/v1alpha1
            kind: UploadService
            metadata: {name: media, namespace: apps, generation: 5}
            spec:
              replicas: %d
              redis: {secretRef: {name: app-secrets}}
              storage: {filesystem: {claimName: uploads}}
            """
                .formatted(replicas),
            UploadService.class);
    var deployment =
        Serialization.unmarshal(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: media, namespace: apps, generation: 2}
            spec: {replicas: %d}
            status: %s
            """
                .formatted(replicas, deploymentStatus),
            Deployment.class);
    return StatusReport.of(
            service,
            Observation.before(
                new SecretState.Found(Map.of("redis", "digest")),
                new VolumeState.Usable(true, true),
                Optional.of(deployment),
                Optional.empty(),
                Optional.empty()),
            Instant.EPOCH)
        .conditions()
        .stream()
        .collect(Collectors.toMap(Condition::getType, condition -> condition));
  }
}
