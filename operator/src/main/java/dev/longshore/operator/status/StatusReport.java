package dev.longshore.operator.status;

import static java.util.stream.Collectors.joining;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.api.v1alpha1.UploadServiceStatus;
import dev.longshore.operator.desired.DesiredService;
import dev.longshore.operator.desired.Intent;
import dev.longshore.operator.desired.Labels;
import dev.longshore.operator.secret.SecretUse;
import dev.longshore.operator.status.Verdict.Phase;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status as a pure function of what was seen. Tools that know kstatus read it as: Current when
 * Ready is True, Failed when Stalled is True, InProgress otherwise.
 */
public final class StatusReport {

  /** The condition that sums up the others. */
  public static final String READY = "Ready";

  private static final int MOST_NAMES = 10;

  static final String PAUSED = "Paused";

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
    conditions.keepAllBut(PAUSED);
    conditions.set(
        PAUSED,
        true,
        "PausedByAnnotation",
        "Nothing is changed, whatever the spec says. To go on: kubectl -n %s annotate uploadservice %s %s-"
            .formatted(
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
    conditions.set(READY, verdict.is(Phase.READY), verdict.reason(), verdict.message());
    if (verdict.is(Phase.RECONCILING)) {
      conditions.set("Reconciling", true, verdict.reason(), verdict.message());
    } else {
      conditions.set("Reconciling", false, "NotReconciling", "Nothing is under way");
    }
    if (verdict.is(Phase.STALLED)) {
      conditions.set("Stalled", true, verdict.reason(), verdict.message());
    } else {
      conditions.set("Stalled", false, "NotStalled", "Nothing is in the way");
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
        "SecretsResolved",
        problem.isEmpty(),
        problem.map(Blocker::reason).orElse("SecretFound"),
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
      conditions.set("Available", true, "PodsReady", "At least one pod takes uploads");
    } else if (rollout.map(Rollout::wanted).orElse(1) == 0) {
      conditions.set("Available", false, "ScaledToZero", "No pods, as spec.replicas says");
    } else {
      conditions.set(
          "Available",
          false,
          "NoPodReady",
          "No pod takes uploads yet. " + Verdict.howToLookAtPods(service));
    }
  }

  private void upgraded(Conditions conditions) {
    if (!seen.waitingFor().isEmpty()) {
      conditions.set(
          "Upgraded",
          false,
          "WaitingForTurn",
          "The pods are an older operator's and are replaced when it is their turn, or at the next"
              + " change of the resource. Before it: "
              + seen.waitingFor().stream()
                  .map(id -> id.getNamespace().orElse("") + "/" + id.getName())
                  .sorted()
                  .limit(MOST_NAMES)
                  .collect(joining(", ")));
    }
  }

  private static void monitored(Conditions conditions, boolean there) {
    if (there) {
      conditions.set("Monitored", true, "MonitorApplied", "Prometheus can find the pods");
    } else {
      conditions.set(
          "Monitored",
          false,
          "PrometheusOperatorNotInstalled",
          "The cluster has no ServiceMonitor and PodMonitor (monitoring.coreos.com/v1). Install the"
              + " Prometheus Operator, or remove spec.monitoring");
    }
  }
}
