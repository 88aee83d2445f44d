package dev.longshore.operator.status;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.Labels;
import dev.longshore.operator.pod.PodTrouble;
import java.util.Optional;

/**
 * What all that was seen comes to.
 *
 * @param phase what tools that wait have to know
 * @param reason one word for programs
 * @param message what is the matter and what to do
 */
record Verdict(Phase phase, String reason, String message) {

  enum Phase {
    /** All is as the resource says. */
    READY,
    /** It will be, without anybody changing the resource or what is there. */
    RECONCILING,
    /** Somebody has to change something. */
    STALLED
  }

  /** What is in the way, or else the rollout. */
  static Verdict of(UploadService service, Observation seen) {
    return seen.blocker()
        .map(Verdict::of)
        .orElseGet(() -> of(service, seen, new Rollout(seen.deployment().orElseThrow())));
  }

  private static Verdict of(Blocker blocker) {
    var phase = blocker.needsChange() ? Phase.STALLED : Phase.RECONCILING;
    return new Verdict(phase, blocker.reason(), blocker.message());
  }

  private static Verdict of(UploadService service, Observation seen, Rollout rollout) {
    if (rollout.isComplete()) {
      return complete(rollout.wanted());
    }
    var phase = rollout.stuck().isPresent() ? Phase.STALLED : Phase.RECONCILING;
    return claimUnbound(service, seen)
        .or(seen::trouble)
        .or(rollout::refused)
        .map(trouble -> new Verdict(phase, trouble.reason(), trouble.message()))
        .orElseGet(() -> underWay(service, rollout));
  }

  private static Verdict complete(int pods) {
    return pods == 0
        ? new Verdict(Phase.READY, "ScaledToZero", "No pods, as spec.replicas says")
        : new Verdict(Phase.READY, "AllPodsReady", "All %d pods are ready".formatted(pods));
  }

  private static Verdict underWay(UploadService service, Rollout rollout) {
    var hint = howToLookAtPods(service);
    return rollout
        .stuck()
        .map(why -> new Verdict(Phase.STALLED, "RolloutStuck", why + ". " + hint))
        .orElseGet(() ->
            new Verdict(
                Phase.RECONCILING,
                "RollingOut",
                "%d of %d pods are ready with the current settings. %s"
                    .formatted(rollout.updated(), rollout.wanted(), hint)));
  }

  private static Optional<PodTrouble> claimUnbound(UploadService service, Observation seen) {
    if (!seen.isClaimUnbound()) {
      return Optional.empty();
    }
    var claim = service.getSpec().storage().filesystem().claimName();
    var namespace = service.getMetadata().getNamespace();
    return Optional.of(
        new PodTrouble(
            "ClaimNotBound",
            ("PersistentVolumeClaim %s/%s has no volume yet. If it stays so, see kubectl -n %s"
                    + " describe pvc %s")
                .formatted(namespace, claim, namespace, claim)));
  }

  static String howToLookAtPods(UploadService service) {
    return "See kubectl -n %s describe pods -l %s"
        .formatted(service.getMetadata().getNamespace(), Labels.selectorText(service));
  }

  boolean is(Phase expected) {
    return phase == expected;
  }
}
