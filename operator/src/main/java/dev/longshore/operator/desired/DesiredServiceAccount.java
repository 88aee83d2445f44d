package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;

/** The pods' identity: one of their own, without a token, since they never call Kubernetes. */
public final class DesiredServiceAccount {

  private DesiredServiceAccount() {}

  /** The ServiceAccount that the resource asks for. */
  public static ServiceAccount of(UploadService service) {
    var account = service.getSpec().serviceAccount();
    return new ServiceAccountBuilder()
        .withNewMetadataLike(ObjectMetas.of(service))
        .withAnnotations(account == null ? null : account.annotations())
        .endMetadata()
        .withAutomountServiceAccountToken(false)
        .build();
  }
}
