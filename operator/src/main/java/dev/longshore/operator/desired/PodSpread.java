package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.SpreadConstraintSpec;
import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;

/** How the pods of one service are spread over the cluster. */
final class PodSpread {

  /** As well as can be: a pod in the wrong place is better than none. */
  private static final List<SpreadConstraintSpec> DEFAULT =
      List.of(
          new SpreadConstraintSpec(null, "kubernetes.io/hostname", null),
          new SpreadConstraintSpec(null, "topology.kubernetes.io/zone", null));

  private PodSpread() {}

  static List<TopologySpreadConstraint> of(UploadService service) {
    var wanted = FurtherSettings.of(service.getSpec()).topologySpreadConstraints();
    return (wanted == null ? DEFAULT : wanted)
        .stream().map(constraint -> constraint(service, constraint)).toList();
  }

  private static TopologySpreadConstraint constraint(
      UploadService service, SpreadConstraintSpec wanted) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(wanted.maxSkew())
        .withTopologyKey(wanted.topologyKey())
        .withWhenUnsatisfiable(wanted.whenUnsatisfiable().name())
        .withNewLabelSelector()
        .withMatchLabels(Labels.selector(service))
        .endLabelSelector()
        .build();
  }
}
