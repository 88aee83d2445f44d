package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/**
 * The pods that a resource asks for.
 *
 * @param inputs what they depend on besides the resource
 * @param deployment the Deployment that makes them
 */
public record DesiredPods(PodInputs inputs, Deployment deployment) {

  /** Those of a resource with these inputs. */
  public static DesiredPods of(UploadService service, PodInputs inputs) {
    return new DesiredPods(inputs, DesiredDeployment.of(service, inputs));
  }
}
