package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.DesiredDeployment;
import dev.longshore.operator.desired.Intent;
import dev.longshore.operator.desired.PodInputs;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Deployment was made of, and what tells that somebody has changed it since. Its
 * resourceVersion would not do, which changes with every pod that becomes ready.
 *
 * @param intent what the resource asks for beside its spec, whose generation tells of the rest
 * @param inputs what it was made of besides the resource
 * @param generation which the API server counts up with each change of the spec
 * @param labels its labels
 * @param mark its mark
 * @param owners whom it belongs to
 */
record SettledPods(
    Map<String, String> intent,
    PodInputs inputs,
    Long generation,
    Map<String, String> labels,
    Optional<String> mark,
    List<OwnerReference> owners) {

  static SettledPods of(UploadService service, PodInputs inputs, Deployment deployment) {
    var metadata = deployment.getMetadata();
    return new SettledPods(
        Intent.of(service),
        inputs,
        metadata.getGeneration(),
        metadata.getLabels(),
        DesiredDeployment.mark(deployment),
        metadata.getOwnerReferences());
  }
}
