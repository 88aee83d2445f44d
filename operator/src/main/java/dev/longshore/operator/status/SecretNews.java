package dev.longshore.operator.status;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.condition.Reason;
import dev.longshore.operator.desired.DesiredDeployment;
import dev.longshore.operator.secret.SecretUse;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;

/** Tells, in Events, that pods are replaced because a Secret has a new value. */
public final class SecretNews {

  private final EventRecorder events;

  /** News through these Events. */
  public SecretNews(EventRecorder events) {
    this.events = events;
  }

  /**
   * Tells of what is new to pods that are being replaced. To be called once for a replacement.
   *
   * @param before the Deployment as it was before
   * @param now digests of what the new pods get, by purpose
   * @return whether anything is new
   */
  public boolean tell(UploadService service, Deployment before, Map<String, String> now) {
    var uses = changed(service, DesiredDeployment.secretDigests(before), now);
    uses.forEach(use ->
        events.record(
            service,
            use.kind() == SecretUse.Kind.Secret ? Reason.SecretChanged : Reason.ConfigMapChanged,
            "%s %s has a new value under %s: pods are replaced one by one"
                .formatted(use.kind(), use.name(), use.keys())));
    return !uses.isEmpty();
  }

  private static List<SecretUse> changed(
      UploadService service, Map<String, String> before, Map<String, String> now) {
    return SecretUse.of(service).stream()
        .filter(use -> before.containsKey(use.purpose()))
        .filter(use -> !before.get(use.purpose()).equals(now.get(use.purpose())))
        .toList();
  }
}
