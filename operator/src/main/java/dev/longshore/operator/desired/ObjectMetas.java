package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.TreeMap;

/** Name, namespace and labels: the same for everything that belongs to one service. */
final class ObjectMetas {

  private ObjectMetas() {}

  static ObjectMeta of(UploadService service) {
    return of(service, null);
  }

  /** With further labels, which can't take the place of ours. */
  static ObjectMeta of(UploadService service, Map<String, String> further) {
    var labels = new TreeMap<>(further == null ? Map.<String, String>of() : further);
    labels.putAll(Labels.all(service));
    return new ObjectMetaBuilder()
        .withName(service.getMetadata().getName())
        .withNamespace(service.getMetadata().getNamespace())
        .withLabels(labels)
        .build();
  }
}
