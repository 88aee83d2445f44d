package dev.longshore.operator.status;

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

  /** Of what is in the way, or else of the rollout, with a hint at how to look closer. */
  static Verdict of(Optional<Blocker> blocker, Optional<Rollout> rollout, String hint) {
    return blocker.map(Verdict::of).orElseGet(() -> of(rollout.orElseThrow(), hint));
  }

  private static Verdict of(Blocker blocker) {
    var phase = blocker.needsChange() ? Phase.STALLED : Phase.RECONCILING;
    return new Verdict(phase, blocker.reason(), blocker.message());
  }

  private static Verdict of(Rollout rollout, String hint) {
    var wanted = rollout.wanted();
    if (rollout.isComplete()) {
      return wanted == 0
          ? new Verdict(Phase.READY, "ScaledToZero", "No pods, as spec.replicas says")
          : new Verdict(Phase.READY, "AllPodsReady", "All %d pods are ready".formatted(wanted));
    }
    if (rollout.stuck().isPresent()) {
      return new Verdict(Phase.STALLED, "RolloutStuck", rollout.stuck().get() + ". " + hint);
    }
    if (rollout.refused().isPresent()) {
      return new Verdict(Phase.RECONCILING, "PodsRefused", rollout.refused().get());
    }
    return new Verdict(
        Phase.RECONCILING,
        "RollingOut",
        "%d of %d pods are ready with the current settings. %s"
            .formatted(rollout.updated(), wanted, hint));
  }

  boolean is(Phase expected) {
    return phase == expected;
  }
}
