package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.DesiredServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.javaoperatorsdk.operator.api.reconciler.Context;

final class ServiceAccountDependent extends OwnedDependent<ServiceAccount> {

  ServiceAccountDependent() {
    super(ServiceAccount.class);
  }

  @Override
  protected ServiceAccount desired(UploadService service, Context<UploadService> context) {
    return DesiredServiceAccount.of(service);
  }
}
