package dev.longshore.operator.status;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.condition.Reason;
import dev.longshore.operator.desired.KeyPrefix;
import dev.longshore.operator.secret.SecretState;
import dev.longshore.operator.secret.SecretUse;
import dev.longshore.operator.volume.VolumeState;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why the resource can't be made real now.
 *
 * @param reason what kind of obstacle it is
 * @param message what is wrong and what to do
 */
public record Blocker(Reason reason, String message) {

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
          blocker(
              ofSecret(use) ? Reason.SecretNotFound : Reason.ConfigMapNotFound,
              "%s %s/%s is not there. Create it with %s: kubectl -n %s create %s %s %s"
                  .formatted(
                      use.kind(),
                      namespace,
                      use.name(),
                      contents(use),
                      namespace,
                      ofSecret(use) ? "secret generic" : "configmap",
                      use.name(),
                      literals(use)));
      case SecretState.KeyMissing(var use, var value) ->
          blocker(
              ofSecret(use) ? Reason.SecretKeyNotFound : Reason.ConfigMapKeyNotFound,
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
          blocker(
              ofSecret(use) ? Reason.SecretKeyEmpty : Reason.ConfigMapKeyEmpty,
              "%s %s/%s has nothing under the key %s. Put %s there"
                  .formatted(use.kind(), namespace, use.name(), value.key(), value.meaning()));
    };
  }

  /** What is in a ConfigMap may be shown. */
  private static String seeKeys(String namespace, SecretUse use) {
    return ofSecret(use)
        ? ""
        : ": kubectl -n %s get configmap %s -o yaml".formatted(namespace, use.name());
  }

  private static boolean ofSecret(SecretUse use) {
    return use.kind() == SecretUse.Kind.Secret;
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
    if (!ofSecret(use)) {
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
          blocker(
              Reason.ClaimNotFound,
              Reason.ClaimNotFound.after(
                  "PersistentVolumeClaim %s/%s is not there".formatted(namespace, claim(service))));
      case VolumeState.NotShareable(var modes) ->
          blocker(
              Reason.ClaimNotShareable,
              Reason.ClaimNotShareable.after(
                  "PersistentVolumeClaim %s/%s is %s, which %d pods cannot share"
                      .formatted(
                          namespace,
                          claim(service),
                          String.join(", ", modes),
                          service.getSpec().replicas())));
    };
  }

  /** The API server does not take what the operator would make of the resource. */
  public static Blocker refused(String message) {
    return new Blocker(Reason.Refused, "Kubernetes says: " + message);
  }

  /** An older resource has the same sessions. */
  public static Blocker prefixShared(UploadService service, UploadService older) {
    return new Blocker(
        Reason.KeyPrefixShared,
        Reason.KeyPrefixShared.after(
            ("UploadService %s/%s already keeps its sessions under %s in database %d of the same"
                    + " Redis: each would take the other's uploads for its own")
                .formatted(
                    older.getMetadata().getNamespace(),
                    older.getMetadata().getName(),
                    KeyPrefix.of(service),
                    service.getSpec().redis().database())));
  }

  /** An HTTPRoute is wanted where there can be none. */
  public static Blocker noGatewayApi() {
    return new Blocker(
        Reason.GatewayApiNotInstalled,
        Reason.GatewayApiNotInstalled.after(
            "The cluster has no HTTPRoute (gateway.networking.k8s.io/v1)"));
  }

  /** Somebody else's object has the name. */
  public static Blocker nameConflict(String message) {
    return new Blocker(Reason.NameConflict, message);
  }

  private static Optional<Blocker> blocker(Reason reason, String message) {
    return Optional.of(new Blocker(reason, message));
  }

  private static String claim(UploadService service) {
    return service.getSpec().storage().filesystem().claimName();
  }
}
