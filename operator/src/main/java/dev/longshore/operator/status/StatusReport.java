package dev.longshore.operator.status;

import static java.util.stream.Collectors.joining;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.api.v1alpha1.UploadServiceStatus;
import dev.longshore.operator.condition.ConditionType;
import dev.longshore.operator.condition.Phase;
import dev.longshore.operator.condition.Reason;
import dev.longshore.operator.desired.DesiredService;
import dev.longshore.operator.desired.Intent;
import dev.longshore.operator.desired.Labels;
import dev.longshore.operator.secret.SecretUse;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status as a pure function of what was seen. Tools that know kstatus read it as: Current when
 * Ready is True, Failed when Stalled is True, InProgress otherwise.
 */
public final class StatusReport {

  private static final int MOST_NAMES = 10;

  private final UploadService service;
  private final Observation seen;
  private final Optional<Rollout> rollout;

  private StatusReport(UploadService service, Observation seen) {
    this.service = service;
    this.seen = seen;
    this.rollout = seen.deployment().map(Rollout::new);
  }

  /** The status of a resource for which this was seen, at this time. */
  public static UploadServiceStatus of(UploadService service, Observation seen, Instant now) {
    return new StatusReport(service, seen).status(now);
  }

  /**
   * The status of a resource that is left alone: what was true before, and that nobody looks. The
   * generation stays the one that was last acted upon.
   */
  public static UploadServiceStatus paused(UploadService service, Instant now) {
    var before = Optional.ofNullable(service.getStatus()).orElseGet(StatusReport::none);
    var conditions =
        new Conditions(before.conditions(), service.getMetadata().getGeneration(), now);
    conditions.keepAllBut(ConditionType.Paused);
    conditions.set(
        ConditionType.Paused,
        Reason.PausedByAnnotation,
        "%s. To go on: kubectl -n %s annotate uploadservice %s %s-"
            .formatted(
                Reason.PausedByAnnotation.meaning(),
                service.getMetadata().getNamespace(),
                service.getMetadata().getName(),
                Intent.PAUSED));
    return new UploadServiceStatus(
        before.observedGeneration(),
        conditions.list(),
        before.replicas(),
        before.readyReplicas(),
        before.selector(),
        before.url());
  }

  private static UploadServiceStatus none() {
    return new UploadServiceStatus(-1L, List.of(), null, null, null, null);
  }

  private UploadServiceStatus status(Instant now) {
    return new UploadServiceStatus(
        service.getMetadata().getGeneration(),
        conditions(now),
        rollout.map(Rollout::pods).orElse(0),
        rollout.map(Rollout::ready).orElse(0),
        Labels.selectorText(service),
        DesiredService.url(service));
  }

  private List<Condition> conditions(Instant now) {
    var before = Optional.ofNullable(service.getStatus()).map(UploadServiceStatus::conditions);
    var conditions =
        new Conditions(before.orElse(List.of()), service.getMetadata().getGeneration(), now);
    var verdict = Verdict.of(service, seen);
    conditions.set(ConditionType.Ready, verdict.reason(), verdict.message());
    if (verdict.is(Phase.RECONCILING)) {
      conditions.set(ConditionType.Reconciling, verdict.reason(), verdict.message());
    } else {
      conditions.set(ConditionType.Reconciling, Reason.NotReconciling);
    }
    if (verdict.is(Phase.STALLED)) {
      conditions.set(ConditionType.Stalled, verdict.reason(), verdict.message());
    } else {
      conditions.set(ConditionType.Stalled, Reason.NotStalled);
    }
    secretsResolved(conditions);
    available(conditions);
    upgraded(conditions);
    seen.monitored().ifPresent(there -> monitored(conditions, there));
    return conditions.list();
  }

  private void secretsResolved(Conditions conditions) {
    var problem = Blocker.of(service, seen.secret());
    conditions.set(
        ConditionType.SecretsResolved,
        problem.map(Blocker::reason).orElse(Reason.SecretFound),
        problem.map(Blocker::message).orElseGet(this::whatWasFound));
  }

  private String whatWasFound() {
    return SecretUse.of(service).stream()
        .map(use ->
            use.values().stream()
                .map(SecretUse.Value::key)
                .collect(joining(", ", "Secret " + use.name() + " has the key ", "")))
        .collect(joining("; "));
  }

  private void available(Conditions conditions) {
    var ready = rollout.map(Rollout::ready).orElse(0);
    if (ready > 0) {
      conditions.set(ConditionType.Available, Reason.PodsReady);
    } else if (rollout.map(Rollout::wanted).orElse(1) == 0) {
      conditions.set(ConditionType.Available, Reason.ScaledToZero);
    } else {
      conditions.set(
          ConditionType.Available,
          Reason.NoPodReady,
          Reason.NoPodReady.meaning() + ". " + Verdict.howToLookAtPods(service));
    }
  }

  private void upgraded(Conditions conditions) {
    if (!seen.waitingFor().isEmpty()) {
      conditions.set(
          ConditionType.Upgraded,
          Reason.WaitingForTurn,
          Reason.WaitingForTurn.meaning()
              + ". Before it: "
              + seen.waitingFor().stream()
                  .map(id -> id.getNamespace().orElse("") + "/" + id.getName())
                  .sorted()
                  .limit(MOST_NAMES)
                  .collect(joining(", ")));
    }
  }

  private static void monitored(Conditions conditions, boolean there) {
    if (there) {
      conditions.set(ConditionType.Monitored, Reason.MonitorApplied);
    } else {
      conditions.set(
          ConditionType.Monitored,
          Reason.PrometheusOperatorNotInstalled,
          Reason.PrometheusOperatorNotInstalled.after(
              Reason.PrometheusOperatorNotInstalled.meaning()));
    }
  }
}
