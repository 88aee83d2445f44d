package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/** A kind of object of which a resource has one, or none. */
interface Child<R extends HasMetadata> {

  /** The object as it was last seen, if there is one. */
  Optional<R> seen(UploadService service, Context<UploadService> context);

  /**
   * Makes what is there what is desired, which may be nothing.
   *
   * @return the object as it is now; empty, too, where the cluster does not know its kind
   * @throws NameConflictException when somebody else's object has the name
   */
  Optional<R> apply(Optional<R> desired, UploadService service, Context<UploadService> context);
}
