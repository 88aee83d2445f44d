package dev.longshore.operator.status;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.dependent.Applied;
import dev.longshore.operator.pod.PodTrouble;
import dev.longshore.operator.secret.SecretState;
import dev.longshore.operator.volume.VolumeState;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Optional;
import java.util.Set;

/**
 * What is seen of a resource's surroundings, and what is in the way of making it real.
 *
 * @param secret the Secrets that it names
 * @param volume the claim that it names
 * @param deployment its Deployment, if there is one
 * @param trouble what is the matter with its pods, if anything is
 * @param blocker what is in the way, if anything is
 * @param monitored whether there is a monitor, where one is wanted
 * @param waitingFor services that get a new operator's pods before this one
 */
public record Observation(
    SecretState secret,
    VolumeState volume,
    Optional<Deployment> deployment,
    Optional<PodTrouble> trouble,
    Optional<Blocker> blocker,
    Optional<Boolean> monitored,
    Set<ResourceID> waitingFor) {

  /** Before anything is applied. */
  public static Observation before(
      SecretState secret,
      VolumeState volume,
      Optional<Deployment> deployment,
      Optional<PodTrouble> trouble,
      Optional<Blocker> blocker) {
    return new Observation(
        secret, volume, deployment, trouble, blocker, Optional.empty(), Set.of());
  }

  /** The same, with this in the way. */
  public Observation with(Blocker found) {
    return new Observation(
        secret, volume, deployment, trouble, Optional.of(found), monitored, waitingFor);
  }

  /** The same, with what came of applying the resource's objects. */
  public Observation after(UploadService service, Applied applied) {
    return new Observation(
        secret,
        volume,
        Optional.of(applied.deployment()),
        trouble,
        applied.routed() ? blocker : Optional.of(Blocker.noGatewayApi()),
        Optional.ofNullable(service.getSpec().monitoring()).map(_ -> applied.monitored()),
        waitingFor);
  }

  /** The same, while these get a new operator's pods. */
  public Observation waitingFor(Set<ResourceID> services) {
    return new Observation(
        secret, volume, deployment, trouble, blocker, monitored, Set.copyOf(services));
  }

  /** Whether all pods are as the Deployment says, and ready. */
  public boolean isRolledOut() {
    return deployment.map(Rollout::new).filter(Rollout::isComplete).isPresent();
  }

  boolean isClaimUnbound() {
    return volume instanceof VolumeState.Usable usable && !usable.bound();
  }
}
