package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.desired.DesiredService;
import io.fabric8.kubernetes.api.model.Service;
import io.javaoperatorsdk.operator.api.reconciler.Context;

final class ServiceDependent extends OwnedDependent<Service> {

  ServiceDependent() {
    super(Service.class);
  }

  @Override
  protected Service desired(UploadService service, Context<UploadService> context) {
    return DesiredService.of(service);
  }
}
