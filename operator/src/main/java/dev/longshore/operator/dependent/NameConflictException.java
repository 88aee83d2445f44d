package dev.longshore.operator.dependent;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object that the operator would have to make is there already, and somebody else's. */
public final class NameConflictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NameConflictException(HasMetadata foreign) {
    super(
        ("%s %s/%s is there already and does not belong to this UploadService; it is "
                + "left as it is. Delete or rename it, or give the UploadService another name")
            .formatted(
                foreign.getKind(),
                foreign.getMetadata().getNamespace(),
                foreign.getMetadata().getName()));
  }
}
