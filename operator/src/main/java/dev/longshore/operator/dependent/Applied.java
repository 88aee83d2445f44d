package dev.longshore.operator.dependent;

import io.fabric8.kubernetes.api.model.apps.Deployment;

/**
 * What came of applying a resource's objects.
 *
 * @param deployment the Deployment as it is now
 * @param routed false if an HTTPRoute is wanted where the Gateway API is not installed
 * @param monitored false if a monitor is wanted where the Prometheus Operator is not installed
 */
public record Applied(Deployment deployment, boolean routed, boolean monitored) {

  /** Whether nothing is missing. */
  public boolean isComplete() {
    return routed && monitored;
  }
}
