package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import java.util.Map;

/** The Deployment of an upload service. */
public final class DesiredDeployment {

  private DesiredDeployment() {}

  /**
   * The Deployment that the resource asks for. What an autoscaler says is not ours to write:
   * without our number, the API server keeps what is there.
   */
  public static Deployment of(UploadService service, PodInputs inputs) {
    return new DeploymentBuilder()
        .withMetadata(ObjectMetas.of(service))
        .withNewSpec()
        .withReplicas(inputs.scaledElsewhere() ? null : service.getSpec().replicas())
        .withStrategy(strategy(inputs.sharedVolume()))
        .withNewSelector()
        .withMatchLabels(Labels.selector(service))
        .endSelector()
        .withTemplate(ServicePod.of(service, inputs))
        .endSpec()
        .build();
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
