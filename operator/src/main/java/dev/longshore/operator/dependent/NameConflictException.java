package dev.longshore.operator.dependent;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.api.v1alpha1.UploadServiceStatus;
import dev.longshore.operator.condition.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/** An object that the operator would have to make is there already, and somebody else's. */
public final class NameConflictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NameConflictException(HasMetadata foreign) {
    super(
        ("%1$s %2$s/%3$s is there already and does not belong to this UploadService; it is "
                + "left as it is. Delete or rename it, give the UploadService another name, or let it be"
                + " taken over: kubectl -n %2$s annotate uploadservice %3$s longshore.dev/adopt=true")
            .formatted(
                foreign.getKind(),
                foreign.getMetadata().getNamespace(),
                foreign.getMetadata().getName()));
  }

  /** Whether there was such an object the last time that somebody looked. */
  static boolean isReportedBy(UploadService service) {
    return Optional.ofNullable(service.getStatus()).map(UploadServiceStatus::conditions).stream()
        .flatMap(List::stream)
        .anyMatch(condition -> Reason.NameConflict.name().equals(condition.getReason()));
  }
}
