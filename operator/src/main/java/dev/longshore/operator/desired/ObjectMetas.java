package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** Name, namespace and labels: the same for everything that belongs to one service. */
final class ObjectMetas {

  private ObjectMetas() {}

  static ObjectMeta of(UploadService service) {
    return new ObjectMetaBuilder()
        .withName(service.getMetadata().getName())
        .withNamespace(service.getMetadata().getNamespace())
        .withLabels(Labels.all(service))
        .build();
  }
}
