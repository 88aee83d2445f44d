package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import java.util.Map;
import java.util.Optional;

/** The Deployment of an upload service. */
public final class DesiredDeployment {

  /** What the pods were made of: tells whose doing a difference is. */
  private static final String TEMPLATE = "longshore.dev/template";

  private DesiredDeployment() {}

  /**
   * The Deployment that the resource asks for. What an autoscaler says is not ours to write:
   * without our number, the API server keeps what is there.
   */
  public static Deployment of(UploadService service, PodInputs inputs) {
    var template = ServicePod.of(service, inputs);
    return new DeploymentBuilder()
        .withNewMetadataLike(ObjectMetas.of(service))
        .addToAnnotations(TEMPLATE, "%08x".formatted(template.toString().hashCode()))
        .endMetadata()
        .withNewSpec()
        .withReplicas(inputs.scaledElsewhere() ? null : service.getSpec().replicas())
        .withStrategy(strategy(inputs.sharedVolume()))
        .withNewSelector()
        .withMatchLabels(Labels.selector(service))
        .endSelector()
        .withTemplate(template)
        .endSpec()
        .build();
  }

  /**
   * Whether the pods would be replaced though neither resource nor Secrets have changed since they
   * were made: then the operator has, and there is no hurry. A difference that somebody made in the
   * Deployment itself is not meant: it carries the mark of what it should be.
   */
  public static boolean isUpgrade(UploadService service, Deployment before, Deployment desired) {
    var status = service.getStatus();
    return status != null
        && service.getMetadata().getGeneration().equals(status.observedGeneration())
        && ServicePod.annotations(before).equals(ServicePod.annotations(desired))
        && !mark(before).equals(mark(desired));
  }

  /** Whether the pods of the two are certainly not the same. */
  public static boolean hasOtherPods(Deployment before, Deployment desired) {
    return !mark(before).equals(mark(desired));
  }

  /** The mark of what a Deployment's pods were made of; none if it is not one of ours. */
  public static Optional<String> mark(Deployment deployment) {
    return Optional.ofNullable(deployment.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(TEMPLATE));
  }

  /** The digests, by purpose, that a Deployment's pods run with; none if it is not one of ours. */
  public static Map<String, String> secretDigests(Deployment deployment) {
    return ServicePod.secretDigests(deployment.getSpec().getTemplate().getMetadata());
  }

  /**
   * A new pod first, then an old one goes, so that uploads always find one. Where the volume cannot
   * be in two places, a new pod would wait for the old one for ever: there, the old one goes first.
   */
  private static DeploymentStrategy strategy(boolean sharedVolume) {
    return new DeploymentStrategyBuilder()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withNewMaxSurge(sharedVolume ? 1 : 0)
        .withNewMaxUnavailable(sharedVolume ? 0 : 1)
        .endRollingUpdate()
        .build();
  }
}
