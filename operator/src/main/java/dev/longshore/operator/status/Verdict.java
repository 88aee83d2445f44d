package dev.longshore.operator.status;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.condition.Phase;
import dev.longshore.operator.condition.Reason;
import dev.longshore.operator.desired.Labels;
import dev.longshore.operator.pod.PodTrouble;
import java.util.Optional;

/**
 * What all that was seen comes to.
 *
 * @param phase what tools that wait have to know
 * @param reason why
 * @param message what is the matter and what to do
 */
record Verdict(Phase phase, Reason reason, String message) {

  private Verdict(boolean late, Reason reason, String message) {
    this(reason.phase(late), reason, message);
  }

  /** What is in the way, or else the rollout. */
  static Verdict of(UploadService service, Observation seen) {
    return seen.blocker()
        .map(blocker -> new Verdict(false, blocker.reason(), blocker.message()))
        .orElseGet(() -> of(service, seen, new Rollout(seen.deployment().orElseThrow())));
  }

  private static Verdict of(UploadService service, Observation seen, Rollout rollout) {
    if (rollout.isComplete()) {
      return complete(rollout.wanted());
    }
    var late = rollout.stuck().isPresent();
    return claimUnbound(service, seen)
        .or(seen::trouble)
        .or(rollout::refused)
        .map(trouble -> new Verdict(late, trouble.reason(), trouble.message()))
        .orElseGet(() -> underWay(service, rollout));
  }

  private static Verdict complete(int pods) {
    return pods == 0
        ? new Verdict(false, Reason.ScaledToZero, Reason.ScaledToZero.meaning())
        : new Verdict(false, Reason.AllPodsReady, "All %d pods are ready".formatted(pods));
  }

  private static Verdict underWay(UploadService service, Rollout rollout) {
    var hint = howToLookAtPods(service);
    return rollout
        .stuck()
        .map(why -> new Verdict(true, Reason.RolloutStuck, why + ". " + hint))
        .orElseGet(() ->
            new Verdict(
                false,
                Reason.RollingOut,
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
            Reason.ClaimNotBound,
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
