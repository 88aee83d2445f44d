package dev.longshore.operator.serialization;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Copies a resource before each reconciliation as far as somebody could change it, which is its
 * metadata. Spec and status can't be changed and are shared. The usual copy writes and reads the
 * whole as JSON: a twentieth of what the operator does while many resources are new.
 */
public final class SharingCloner implements Cloner {

  private final KubernetesSerialization serialization;

  /** One that copies all other kinds as JSON. */
  public SharingCloner(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R extends HasMetadata> R clone(R object) {
    return object instanceof UploadService service
        ? (R) copy(service)
        : serialization.clone(object);
  }

  private static UploadService copy(UploadService service) {
    var copy = new UploadService();
    copy.setMetadata(new ObjectMetaBuilder(service.getMetadata()).build());
    copy.setSpec(service.getSpec());
    copy.setStatus(service.getStatus());
    return copy;
  }
}
