package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Optional;

/** The PodDisruptionBudget of an upload service. */
public final class DesiredDisruptionBudget {

  private static final IntOrString ONE = new IntOrString(1);

  private DesiredDisruptionBudget() {}

  /** The budget that the resource asks for, unless it wants none. */
  public static Optional<PodDisruptionBudget> of(UploadService service) {
    var budget = service.getSpec().podDisruptionBudget();
    if (!budget.enabled()) {
      return Optional.empty();
    }
    var least = budget.minAvailable();
    var most = budget.maxUnavailable();
    return Optional.of(
        new PodDisruptionBudgetBuilder()
            .withMetadata(ObjectMetas.of(service))
            .withNewSpec()
            .withMinAvailable(least)
            .withMaxUnavailable(least == null && most == null ? ONE : most)
            // A pod that takes no uploads is no reason to keep a node.
            .withUnhealthyPodEvictionPolicy("AlwaysAllow")
            .withNewSelector()
            .withMatchLabels(Labels.selector(service))
            .endSelector()
            .endSpec()
            .build());
  }
}
