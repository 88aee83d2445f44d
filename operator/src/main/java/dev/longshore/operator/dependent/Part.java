package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;
import java.util.function.Function;

/**
 * What follows from a resource's spec alone.
 *
 * @param child the object
 * @param desired what it should be
 */
record Part<R extends HasMetadata>(Child<R> child, Function<UploadService, Optional<R>> desired) {

  /**
   * What came of applying it.
   *
   * @param version version of the object; empty if there is none
   * @param complete false if it is wanted where the cluster does not know its kind
   */
  record Outcome(String version, boolean complete) {}

  boolean isWanted(UploadService service) {
    return desired.apply(service).isPresent();
  }

  /** Version of the object as it was last seen; empty if there is none. */
  String version(UploadService service, Context<UploadService> context) {
    return version(child.seen(service, context));
  }

  Outcome apply(UploadService service, Context<UploadService> context) {
    var wanted = desired.apply(service);
    var now = child.apply(wanted, service, context);
    return new Outcome(version(now), wanted.isEmpty() || now.isPresent());
  }

  private static String version(Optional<? extends HasMetadata> object) {
    return object.map(it -> it.getMetadata().getResourceVersion()).orElse("");
  }
}
