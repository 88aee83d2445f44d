package dev.longshore.operator.status;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.dependent.NameConflictException;
import dev.longshore.operator.desired.KeyPrefix;
import dev.longshore.operator.secret.SecretState;
import dev.longshore.operator.secret.SecretUse;
import dev.longshore.operator.volume.VolumeState;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why the resource can't be made real now.
 *
 * @param needsChange whether somebody has to change something that is there; otherwise the operator
 *     waits for what is missing and goes on by itself
 * @param reason one word for programs
 * @param message what is wrong and what to do
 */
public record Blocker(boolean needsChange, String reason, String message) {

  /** The first thing that is in the way, if any. */
  public static Optional<Blocker> first(
      UploadService service, SecretState secret, VolumeState volume) {
    return of(service, secret).or(() -> of(service, volume));
  }

  static Optional<Blocker> of(UploadService service, SecretState state) {
    var namespace = service.getMetadata().getNamespace();
    return switch (state) {
      case SecretState.Found _ -> Optional.empty();
      case SecretState.SecretMissing(var use) ->
          waiting(
              use.kind() + "NotFound",
              "%s %s/%s is not there. Create it with %s: kubectl -n %s create %s %s %s"
                  .formatted(
                      use.kind(),
                      namespace,
                      use.name(),
                      contents(use),
                      namespace,
                      use.kind() == SecretUse.Kind.Secret ? "secret generic" : "configmap",
                      use.name(),
                      literals(use)));
      case SecretState.KeyMissing(var use, var value) ->
          waiting(
              use.kind() + "KeyNotFound",
              "%s %s/%s has no key %s. Add the key with %s, or name another one in %s%s"
                  .formatted(
                      use.kind(),
                      namespace,
                      use.name(),
                      value.key(),
                      value.meaning(),
                      value.keyField(),
                      seeKeys(namespace, use)));
      case SecretState.ValueEmpty(var use, var value) ->
          waiting(
              use.kind() + "KeyEmpty",
              "%s %s/%s has nothing under the key %s. Put %s there"
                  .formatted(use.kind(), namespace, use.name(), value.key(), value.meaning()));
    };
  }

  /** What is in a ConfigMap may be shown. */
  private static String seeKeys(String namespace, SecretUse use) {
    return use.kind() == SecretUse.Kind.Secret
        ? ""
        : ": kubectl -n %s get configmap %s -o yaml".formatted(namespace, use.name());
  }

  private static String contents(SecretUse use) {
    if (use.values().isEmpty()) {
      return "a key for each owner that holds its token";
    }
    return use.values().stream()
        .map(value -> value.meaning() + " under the key " + value.key())
        .collect(Collectors.joining(" and "));
  }

  private static String literals(SecretUse use) {
    if (use.values().isEmpty()) {
      return "--from-literal=<owner>=<token>";
    }
    if (use.kind() == SecretUse.Kind.ConfigMap) {
      return use.values().stream()
          .map(value -> "--from-file=%s=<a file>".formatted(value.key()))
          .collect(Collectors.joining(" "));
    }
    return use.values().stream()
        .map(value ->
            "--from-literal=%s=<%s>"
                .formatted(value.key(), value.meaning().replaceFirst("^the ", "")))
        .collect(Collectors.joining(" "));
  }

  private static Optional<Blocker> of(UploadService service, VolumeState state) {
    var namespace = service.getMetadata().getNamespace();
    return switch (state) {
      case VolumeState.Usable _ -> Optional.empty();
      case VolumeState.ClaimMissing _ ->
          waiting(
              "ClaimNotFound",
              ("PersistentVolumeClaim %s/%s is not there. Create it, or name another one in "
                      + "spec.storage.filesystem.claimName")
                  .formatted(namespace, claim(service)));
      case VolumeState.NotShareable(var modes) ->
          Optional.of(
              new Blocker(
                  true,
                  "ClaimNotShareable",
                  ("PersistentVolumeClaim %s/%s is %s, which %d pods cannot share. Use a "
                          + "ReadWriteMany claim, or set spec.replicas to 1")
                      .formatted(
                          namespace,
                          claim(service),
                          String.join(", ", modes),
                          service.getSpec().replicas())));
    };
  }

  /** The API server does not take what the operator would make of the resource. */
  public static Blocker refused(String message) {
    return new Blocker(true, "Refused", "Kubernetes says: " + message);
  }

  /** An older resource has the same sessions. */
  public static Blocker prefixShared(UploadService service, UploadService older) {
    return new Blocker(
        true,
        "KeyPrefixShared",
        ("UploadService %s/%s already keeps its sessions under %s in database %d of the same Redis:"
                + " each would take the other's uploads for its own. Set another"
                + " spec.redis.keyPrefix or spec.redis.database")
            .formatted(
                older.getMetadata().getNamespace(),
                older.getMetadata().getName(),
                KeyPrefix.of(service),
                service.getSpec().redis().database()));
  }

  /** An HTTPRoute is wanted where there can be none. */
  public static Blocker noGatewayApi() {
    return new Blocker(
        false,
        "GatewayApiNotInstalled",
        "The cluster has no HTTPRoute (gateway.networking.k8s.io/v1). Install the Gateway API, or"
            + " remove spec.httpRoute and use spec.ingress");
  }

  /** Somebody else's object has the name. */
  public static Blocker nameConflict(String message) {
    return new Blocker(true, NameConflictException.REASON, message);
  }

  private static Optional<Blocker> waiting(String reason, String message) {
    return Optional.of(new Blocker(false, reason, message));
  }

  private static String claim(UploadService service) {
    return service.getSpec().storage().filesystem().claimName();
  }
}
