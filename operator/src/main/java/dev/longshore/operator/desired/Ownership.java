package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.api.v1alpha1.UploadServiceSpec.DeletionPolicy;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;

/** By what Kubernetes knows that objects are to be deleted together with their resource. */
public final class Ownership {

  private Ownership() {}

  /** The owner of this resource's objects; none if they shall outlive it. */
  public static List<OwnerReference> of(UploadService service) {
    if (service.getSpec().deletionPolicy() == DeletionPolicy.Orphan) {
      return List.of();
    }
    return List.of(
        new OwnerReferenceBuilder()
            .withApiVersion(service.getApiVersion())
            .withKind(service.getKind())
            .withName(service.getMetadata().getName())
            .withUid(service.getMetadata().getUid())
            .withController(true)
            // true would need a permission on finalizers where owners are protected
            .withBlockOwnerDeletion(false)
            .build());
  }
}
