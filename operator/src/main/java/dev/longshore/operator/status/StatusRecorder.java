package dev.longshore.operator.status;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.api.v1alpha1.UploadServiceStatus;
import dev.longshore.operator.condition.ConditionType;
import dev.longshore.operator.condition.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.util.List;
import java.util.Optional;

/** Writes the status when it differs from what is there, and tells of it in an Event. */
public final class StatusRecorder {

  private final EventRecorder events;

  /** A recorder that tells of changes through these Events. */
  public StatusRecorder(EventRecorder events) {
    this.events = events;
  }

  /** Writes this status, unless the resource has it. */
  public void record(
      UploadService service, UploadServiceStatus status, Context<UploadService> context) {
    if (status.equals(service.getStatus())) {
      return;
    }
    var news = news(service.getStatus(), status);
    PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(
        service, onlyStatus(service, status), context);
    news.ifPresent(it -> events.record(service, Reason.valueOf(it.getReason()), it.getMessage()));
    if (find(ConditionType.Paused, service.getStatus()).isEmpty()) {
      find(ConditionType.Paused, status)
          .ifPresent(it -> events.record(service, Reason.PausedByAnnotation, it.getMessage()));
    }
  }

  private static UploadService onlyStatus(UploadService service, UploadServiceStatus status) {
    var patch = new UploadService();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(service.getMetadata().getName())
            .withNamespace(service.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    return patch;
  }

  private static Optional<Condition> find(ConditionType type, UploadServiceStatus status) {
    return Optional.ofNullable(status).map(UploadServiceStatus::conditions).stream()
        .flatMap(List::stream)
        .filter(condition -> type.name().equals(condition.getType()))
        .findFirst();
  }

  /**
   * A problem that was not there before, or the end of one. That a resource becomes ready as it
   * should is in its status, and no news: thousands of them would otherwise write it at once.
   */
  private static Optional<Condition> news(UploadServiceStatus before, UploadServiceStatus now) {
    var then = find(ConditionType.Ready, before);
    return find(ConditionType.Ready, now)
        .filter(ready -> then.filter(old -> isSame(old, ready)).isEmpty())
        .filter(ready -> isProblem(ready) || then.filter(StatusRecorder::isProblem).isPresent());
  }

  private static boolean isSame(Condition before, Condition now) {
    return before.getStatus().equals(now.getStatus()) && before.getReason().equals(now.getReason());
  }

  private static boolean isProblem(Condition ready) {
    return !"True".equals(ready.getStatus()) && !Reason.RollingOut.name().equals(ready.getReason());
  }
}
