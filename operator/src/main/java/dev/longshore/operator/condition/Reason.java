package dev.longshore.operator.condition;

import java.util.Objects;
import java.util.Optional;

/**
 * Why a condition is as it is, or what an Event tells: one word for programs, and what it means to
 * people. There are no others. Never to be renamed: alerts and scripts know them.
 */
public enum Reason {
  AllPodsReady(Kind.READY, "All pods are there, with what the spec says, and take uploads", ""),
  ScaledToZero(
      Kind.READY, "No pods, as spec.replicas says", "Set spec.replicas where there should be some"),
  RollingOut(
      Kind.UNDER_WAY,
      "Pods with the current settings are on their way; nothing is known to be wrong",
      "Wait. The message says how many are ready, and how to look at them"),

  SecretNotFound(
      Kind.WAITING,
      "A Secret that the resource names is not there",
      "Create it: the message has the command"),
  SecretKeyNotFound(
      Kind.WAITING,
      "A Secret that the resource names has not the key",
      "Add the key, or name another one: the message says where"),
  SecretKeyEmpty(
      Kind.WAITING,
      "A Secret that the resource names has nothing under the key",
      "Put there what the message says"),
  ConfigMapNotFound(
      Kind.WAITING,
      "A ConfigMap of certificate authorities that the resource names is not there",
      "Create it: the message has the command"),
  ConfigMapKeyNotFound(
      Kind.WAITING,
      "A ConfigMap of certificate authorities has not the key",
      "Add the key, or name another one: the message says where"),
  ConfigMapKeyEmpty(
      Kind.WAITING,
      "A ConfigMap of certificate authorities has nothing under the key",
      "Put there what the message says"),
  ClaimNotFound(
      Kind.WAITING,
      "The PersistentVolumeClaim is not there",
      "Create it, or name another one in spec.storage.filesystem.claimName"),
  GatewayApiNotInstalled(
      Kind.WAITING,
      "The resource has spec.httpRoute, and the cluster no Gateway API",
      "Install the Gateway API, or remove spec.httpRoute and use spec.ingress"),

  ClaimNotShareable(
      Kind.BLOCKED,
      "Several pods are wanted, and the PersistentVolumeClaim is for one node or pod",
      "Use a ReadWriteMany claim, or set spec.replicas to 1"),
  KeyPrefixShared(
      Kind.BLOCKED,
      "An older UploadService keeps its sessions under the same keys of the same Redis; the newer"
          + " one is not touched",
      "Set another spec.redis.keyPrefix or spec.redis.database"),
  NameConflict(
      Kind.BLOCKED,
      "Somebody else's object has the name of one that the operator would make; it is left as it"
          + " is",
      "Delete or rename it, name the UploadService otherwise, or let it be taken over: the message"
          + " has the command"),
  Refused(
      Kind.BLOCKED,
      "The API server does not take what the resource comes to",
      "Change what the message says"),

  ClaimNotBound(
      Kind.TROUBLE,
      "The PersistentVolumeClaim has no volume yet",
      "If it stays so, describe the claim: the message has the command"),
  ImageNotPullable(
      Kind.TROUBLE, "A node can't get the image", "Look at spec.image and at the pull secrets"),
  ContainerNotCreated(
      Kind.TROUBLE,
      "A container can't be made, for want of something that the pod names",
      "Look at what is missing, and at spec.podTemplate"),
  PodCrashing(
      Kind.TROUBLE,
      "A container ends. The message has its last words, such as which option is wrong, or what is"
          + " wrong with the connection string",
      "Do what the words say. The whole log is where the message says"),
  PodOutOfMemory(
      Kind.TROUBLE,
      "A container took more memory than it may",
      "Raise spec.resources.limits.memory"),
  PodUnschedulable(
      Kind.TROUBLE,
      "No node takes the pod",
      "Look at spec.resources and spec.podTemplate, or at the nodes"),
  QuotaExceeded(
      Kind.TROUBLE,
      "The namespace's quota leaves no room for a pod",
      "Raise it, or lower spec.replicas or spec.resources"),
  PodsRefused(
      Kind.TROUBLE,
      "A LimitRange, Pod Security or another policy refuses the pods",
      "Change the namespace's policy, or what spec.podTemplate asks for"),
  RolloutStuck(
      Kind.BLOCKED,
      "The Deployment's deadline of ten minutes has passed, and nothing else is known to be wrong",
      "Describe the pods: the message has the command"),

  NotReconciling(Kind.DETAIL, "Nothing is under way", ""),
  NotStalled(Kind.DETAIL, "Nothing is in the way", ""),
  SecretFound(
      Kind.DETAIL,
      "Every Secret and ConfigMap that the resource names is there, with its keys",
      ""),
  PodsReady(Kind.DETAIL, "At least one pod takes uploads", ""),
  NoPodReady(
      Kind.DETAIL,
      "No pod takes uploads yet",
      "Look at the reason of Ready, and describe the pods: the message has the command"),
  WaitingForTurn(
      Kind.DETAIL,
      "The pods are an older operator's and are replaced when it is their turn, or at the next"
          + " change of the resource",
      "Wait, or look at the services that the message names: they are before it"),
  MonitorApplied(Kind.DETAIL, "Prometheus can find the pods", ""),
  PrometheusOperatorNotInstalled(
      Kind.DETAIL,
      "The cluster has no ServiceMonitor and PodMonitor (monitoring.coreos.com/v1)",
      "Install the Prometheus Operator, or remove spec.monitoring"),

  PausedByAnnotation(
      Kind.NEWS,
      "Nothing is changed, whatever the spec says",
      "To go on, remove the annotation: the message has the command"),
  SecretChanged(
      Kind.NEWS, "A Secret has a new value under a used key: pods are replaced one by one", ""),
  ConfigMapChanged(
      Kind.NEWS, "A ConfigMap has a new value under a used key: pods are replaced one by one", "");

  /** What becomes of a resource for a reason. */
  private enum Kind {
    /** It is as it should be. */
    READY(Phase.READY, Phase.READY, "Normal"),
    /** It will be. */
    UNDER_WAY(Phase.RECONCILING, Phase.RECONCILING, "Normal"),
    /** It goes on by itself when what is missing comes. */
    WAITING(Phase.RECONCILING, Phase.RECONCILING, "Warning"),
    /** Kubernetes tries again until the Deployment's deadline. */
    TROUBLE(Phase.RECONCILING, Phase.STALLED, "Warning"),
    /** Somebody has to change something that is there. */
    BLOCKED(Phase.STALLED, Phase.STALLED, "Warning"),
    /** One of several things that make it up; what is worth an Event is told by another. */
    DETAIL(null, null, null),
    /** It happened, and says nothing of how the resource is. */
    NEWS(null, null, "Normal");

    private final Phase atFirst;
    private final Phase late;
    private final String event;

    Kind(Phase atFirst, Phase late, String event) {
      this.atFirst = atFirst;
      this.late = late;
      this.event = event;
    }
  }

  private final Kind kind;
  private final String meaning;
  private final String next;

  Reason(Kind kind, String meaning, String next) {
    this.kind = kind;
    this.meaning = meaning;
    this.next = next;
  }

  /** What it means, to people. */
  public String meaning() {
    return meaning;
  }

  /** What a person does next; empty where nothing is to be done. */
  public String next() {
    return next;
  }

  /** This, and what a person does next. */
  public String after(String whatIsTheMatter) {
    return whatIsTheMatter + ". " + next;
  }

  /**
   * What it makes of the resource.
   *
   * @param late whether Kubernetes has given up on the rollout
   * @throws NullPointerException of a reason that by itself makes nothing of it
   */
  public Phase phase(boolean late) {
    return Objects.requireNonNull(late ? kind.late : kind.atFirst, name());
  }

  /** Whether the resource can be in this phase because of it. */
  public boolean leadsTo(Phase phase) {
    return kind.atFirst == phase || kind.late == phase;
  }

  /** The type of the Events that tell of it, if any do. */
  public Optional<String> eventType() {
    return Optional.ofNullable(kind.event);
  }
}
