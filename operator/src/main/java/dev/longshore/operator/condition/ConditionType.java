package dev.longshore.operator.condition;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/** The conditions of a status, each with the reasons that it can have. */
public enum ConditionType {
  Ready(
      "All pods are there, with what the spec says. Sums up the others",
      every(reason -> reason.leadsTo(Phase.READY)),
      every(reason -> reason.leadsTo(Phase.RECONCILING) || reason.leadsTo(Phase.STALLED))),
  Reconciling(
      "The operator, or Kubernetes, works on it or waits for what is to come",
      every(reason -> reason.leadsTo(Phase.RECONCILING)),
      EnumSet.of(Reason.NotReconciling)),
  Stalled(
      "Waiting will not help: somebody has to change something",
      every(reason -> reason.leadsTo(Phase.STALLED)),
      EnumSet.of(Reason.NotStalled)),
  SecretsResolved(
      "What the resource names for its credentials and authorities is there",
      EnumSet.of(Reason.SecretFound),
      EnumSet.range(Reason.SecretNotFound, Reason.ConfigMapKeyEmpty)),
  Available(
      "Uploads are taken, be it by older pods",
      EnumSet.of(Reason.PodsReady),
      EnumSet.of(Reason.NoPodReady, Reason.ScaledToZero)),
  Upgraded(
      "There only while the pods of an older operator wait to be replaced",
      none(),
      EnumSet.of(Reason.WaitingForTurn)),
  Monitored(
      "There only with `spec.monitoring`",
      EnumSet.of(Reason.MonitorApplied),
      EnumSet.of(Reason.PrometheusOperatorNotInstalled)),
  Paused(
      "There only with the annotation `longshore.dev/paused`; the others are as they were before it",
      EnumSet.of(Reason.PausedByAnnotation),
      none());

  private final String meaning;
  private final Set<Reason> whenTrue;
  private final Set<Reason> whenFalse;

  ConditionType(String meaning, Set<Reason> whenTrue, Set<Reason> whenFalse) {
    this.meaning = meaning;
    this.whenTrue = whenTrue;
    this.whenFalse = whenFalse;
  }

  /** What it means that it is True. */
  public String meaning() {
    return meaning;
  }

  /** Why it can have this status. */
  public Set<Reason> reasons(boolean status) {
    return Collections.unmodifiableSet(status ? whenTrue : whenFalse);
  }

  /**
   * The status that it has for this reason.
   *
   * @throws IllegalArgumentException for one that it never has
   */
  public boolean status(Reason reason) {
    if (!whenTrue.contains(reason) && !whenFalse.contains(reason)) {
      throw new IllegalArgumentException(this + " is never so for " + reason);
    }
    return whenTrue.contains(reason);
  }

  private static Set<Reason> every(Predicate<Reason> fitting) {
    var reasons = none();
    Arrays.stream(Reason.values()).filter(fitting).forEach(reasons::add);
    return reasons;
  }

  private static Set<Reason> none() {
    return EnumSet.noneOf(Reason.class);
  }
}
