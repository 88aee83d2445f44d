package dev.longshore.operator;

import dev.longshore.operator.config.LeaseConfig;
import dev.longshore.operator.config.OperatorPod;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the lease go with an uninstall: Kubernetes collects what has lost all of its owners, and
 * those are the operator's Deployment and the pod that leads. Either alone would let it go while
 * somebody may still lead: a Deployment that is made anew leaves old pods for a moment, and a pod
 * that is deleted by force may go on.
 */
final class LeaseOwners {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseOwners.class);

  private final KubernetesClient client;
  private final LeaseConfig lease;

  LeaseOwners(KubernetesClient client, LeaseConfig lease) {
    this.client = client;
    this.lease = lease;
  }

  /**
   * To be called by whoever has become the leader. Returns at once: who calls is the thread that
   * renews the lease, and must not wait for an API server that is slow. Renewals leave owners as
   * they are.
   */
  void claim() {
    lease.pod().ifPresent(pod -> Thread.ofVirtual().name("lease-owners").start(() -> claim(pod)));
  }

  private void claim(OperatorPod pod) {
    try {
      var deployment =
          client
              .apps()
              .deployments()
              .inNamespace(lease.namespace())
              .withName(pod.deployment())
              .get();
      if (deployment == null) {
        warn("there is no Deployment " + pod.deployment());
        return;
      }
      client
          .resource(owned(pod, deployment.getMetadata().getUid()))
          .patch(PatchContext.of(PatchType.JSON_MERGE));
    } catch (KubernetesClientException | IllegalStateException e) {
      // The latter of a client that was closed, since the operator stops.
      warn(e.getMessage());
    }
  }

  private Lease owned(OperatorPod pod, String deploymentUid) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(lease.namespace())
        .withName(lease.name())
        .withOwnerReferences(
            owner("apps/v1", "Deployment", pod.deployment(), deploymentUid),
            owner("v1", "Pod", lease.identity(), pod.uid()))
        .endMetadata()
        .build();
  }

  private void warn(String why) {
    LOG.warn("The lease {} will stay when the operator is uninstalled: {}", lease.name(), why);
  }

  private static OwnerReference owner(String apiVersion, String kind, String name, String uid) {
    return new OwnerReferenceBuilder()
        .withApiVersion(apiVersion)
        .withKind(kind)
        .withName(name)
        .withUid(uid)
        .build();
  }
}
