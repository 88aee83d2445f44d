package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Labels of what the operator owns, as Kubernetes recommends them. */
public final class Labels {

  /** Selects every object that the operator owns. */
  public static final String OWNED = "app.kubernetes.io/managed-by=longshore";

  private Labels() {}

  /** What selects the pods of one service; can never change for a service that exists. */
  static Map<String, String> selector(UploadService service) {
    return new TreeMap<>(
        Map.of(
            "app.kubernetes.io/name",
            "upload-service",
            "app.kubernetes.io/instance",
            service.getMetadata().getName()));
  }

  /** Name of the service that an object with our labels belongs to. */
  public static Optional<String> instance(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels())
        .map(labels -> labels.get("app.kubernetes.io/instance"));
  }

  static Map<String, String> all(UploadService service) {
    var labels = new TreeMap<>(selector(service));
    labels.put("app.kubernetes.io/managed-by", "longshore");
    labels.put("app.kubernetes.io/part-of", "longshore");
    return labels;
  }

  /** The pods' selector as the scale subresource and {@code kubectl -l} want it. */
  public static String selectorText(UploadService service) {
    return selector(service).entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .reduce((left, right) -> left + "," + right)
        .orElseThrow();
  }
}
