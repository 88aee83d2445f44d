package dev.longshore.operator.status;

import dev.longshore.operator.condition.Reason;
import dev.longshore.operator.pod.PodTrouble;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Optional;

/** How far a Deployment is, in the terms that {@code kubectl rollout status} uses. */
record Rollout(Deployment deployment) {

  int wanted() {
    return deployment.getSpec().getReplicas();
  }

  int pods() {
    return orZero(status().getReplicas());
  }

  int ready() {
    return orZero(status().getReadyReplicas());
  }

  boolean isComplete() {
    return isSeen()
        && orZero(status().getUpdatedReplicas()) == wanted()
        && orZero(status().getAvailableReplicas()) == wanted()
        && pods() == wanted();
  }

  /** Pods with the newest template that take uploads, at least so many. */
  int updated() {
    return isSeen() ? Math.min(orZero(status().getUpdatedReplicas()), ready()) : 0;
  }

  /** Why Kubernetes gave up on the rollout, if it did. */
  Optional<String> stuck() {
    return condition("Progressing", "False").map(DeploymentCondition::getMessage);
  }

  /** Why Kubernetes makes no pods: a quota, a policy. */
  Optional<PodTrouble> refused() {
    return condition("ReplicaFailure", "True")
        .map(DeploymentCondition::getMessage)
        .map(message ->
            message.contains("exceeded quota")
                ? PodTrouble.withNext(
                    Reason.QuotaExceeded, Reason.QuotaExceeded.meaning() + ": " + message)
                : PodTrouble.withNext(
                    Reason.PodsRefused, "Kubernetes refuses the pods: " + message));
  }

  private boolean isSeen() {
    var seen = status().getObservedGeneration();
    return seen != null && seen >= deployment.getMetadata().getGeneration();
  }

  private Optional<DeploymentCondition> condition(String type, String value) {
    return isSeen()
        ? status().getConditions().stream()
            .filter(c -> type.equals(c.getType()) && value.equals(c.getStatus()))
            .findFirst()
        : Optional.empty();
  }

  private DeploymentStatus status() {
    return Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
  }

  private static int orZero(Integer number) {
    return number == null ? 0 : number;
  }
}
