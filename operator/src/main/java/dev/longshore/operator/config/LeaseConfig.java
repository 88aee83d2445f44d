package dev.longshore.operator.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The lease that elects one of several operators.
 *
 * @param namespace namespace of the lease
 * @param name name of the lease
 * @param identity who holds it: the pod's name
 * @param duration how long others wait for a holder that does not renew
 * @param renewDeadline how long the holder tries to renew before it gives up
 * @param retryPeriod pause between tries
 * @param pod the pod that the lease goes with; empty where the operator runs in none
 */
public record LeaseConfig(
    String namespace,
    String name,
    String identity,
    Duration duration,
    Duration renewDeadline,
    Duration retryPeriod,
    Optional<OperatorPod> pod) {

  /**
   * Times of which each must be longer than the next.
   *
   * @throws IllegalArgumentException when they are not
   */
  public LeaseConfig {
    require(renewDeadline, "the renew deadline", duration, "the lease duration");
    require(retryPeriod, "the retry period", renewDeadline, "the renew deadline");
  }

  /** The times that Kubernetes' own controllers use, but for the pause. */
  public static LeaseConfig of(String namespace, String name, String identity) {
    return new LeaseConfig(
        namespace,
        name,
        identity,
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        // Half of theirs: who waits for a lease that was given back waits no longer than this.
        Duration.ofSeconds(1),
        Optional.empty());
  }

  private static void require(Duration shorter, String what, Duration longer, String than) {
    if (shorter.compareTo(longer) >= 0) {
      throw new IllegalArgumentException(
          "Leader election: %s, %d s, must be shorter than %s, %d s"
              .formatted(what, shorter.toSeconds(), than, longer.toSeconds()));
    }
  }
}
