package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.ServiceAccountSpec;
import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.util.Map;
import java.util.Optional;

/** The pods' identity: one of their own, without a token, since they never call Kubernetes. */
public final class DesiredServiceAccount {

  private DesiredServiceAccount() {}

  /** The ServiceAccount that the resource asks for; none where it names one that is there. */
  public static Optional<ServiceAccount> of(UploadService service) {
    var account = service.getSpec().serviceAccount();
    return account != null && account.name() != null
        ? Optional.empty()
        : Optional.of(make(service, account));
  }

  /** Name of the one that pods run as. */
  static String name(UploadService service) {
    return Optional.ofNullable(service.getSpec().serviceAccount())
        .map(ServiceAccountSpec::name)
        .orElse(service.getMetadata().getName());
  }

  private static ServiceAccount make(UploadService service, ServiceAccountSpec account) {
    return new ServiceAccountBuilder()
        .withNewMetadataLike(ObjectMetas.of(service))
        // Never null: the library looks into them.
        .withAnnotations(annotations(account))
        .endMetadata()
        .withAutomountServiceAccountToken(false)
        .build();
  }

  private static Map<String, String> annotations(ServiceAccountSpec account) {
    return account == null || account.annotations() == null ? Map.of() : account.annotations();
  }
}
