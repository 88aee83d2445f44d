package dev.longshore.operator.pod;

import dev.longshore.operator.condition.Reason;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why a pod does not run.
 *
 * @param reason what kind of trouble it is
 * @param message what is the matter and what to do
 */
public record PodTrouble(Reason reason, String message) {

  private static final Set<String> NO_IMAGE =
      Set.of("ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull");

  private static final Set<String> NOT_CREATED =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

  /** Of a message that a container leaves when it ends; the rest is in its log. */
  private static final int LONGEST = 600;

  /** What is the matter with this pod, if anything is. */
  public static Optional<PodTrouble> of(Pod pod) {
    var status = Optional.ofNullable(pod.getStatus()).orElseGet(PodStatus::new);
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    return unschedulable(status)
        .or(() -> containers(status).map(c -> of(pod, c)).flatMap(Optional::stream).findFirst());
  }

  /** That this is the matter, and what the reason says is to be done about it. */
  public static PodTrouble withNext(Reason reason, String whatIsTheMatter) {
    return new PodTrouble(reason, reason.after(whatIsTheMatter));
  }

  private static Stream<ContainerStatus> containers(PodStatus status) {
    return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
        .flatMap(List::stream);
  }

  private static Optional<PodTrouble> unschedulable(PodStatus status) {
    return status.getConditions().stream()
        .filter(c -> "PodScheduled".equals(c.getType()) && "Unschedulable".equals(c.getReason()))
        .map(c ->
            withNext(
                Reason.PodUnschedulable, "No node takes the pod: %s".formatted(c.getMessage())))
        .findFirst();
  }

  private static Optional<PodTrouble> of(Pod pod, ContainerStatus container) {
    var waiting = container.getState() == null ? null : container.getState().getWaiting();
    var last = container.getLastState() == null ? null : container.getLastState().getTerminated();
    var ended = container.getState() == null ? null : container.getState().getTerminated();
    if (waiting != null && NO_IMAGE.contains(waiting.getReason())) {
      return Optional.of(noImage(container, waiting));
    }
    if (waiting != null && NOT_CREATED.contains(waiting.getReason())) {
      return Optional.of(
          withNext(
              Reason.ContainerNotCreated,
              "Container %s can't be made: %s"
                  .formatted(container.getName(), waiting.getMessage())));
    }
    if (waiting != null && last != null) {
      return Optional.of(crashing(pod, container, last));
    }
    return ended == null || ended.getExitCode() == 0
        ? Optional.empty()
        : Optional.of(crashing(pod, container, ended));
  }

  private static PodTrouble noImage(ContainerStatus container, ContainerStateWaiting waiting) {
    return withNext(
        Reason.ImageNotPullable,
        "The image %s can't be pulled: %s".formatted(container.getImage(), waiting.getMessage()));
  }

  private static PodTrouble crashing(
      Pod pod, ContainerStatus container, ContainerStateTerminated end) {
    if ("OOMKilled".equals(end.getReason())) {
      return withNext(
          Reason.PodOutOfMemory,
          "Container %s took more memory than it may".formatted(container.getName()));
    }
    var words = end.getMessage() == null ? "it left no message" : tail(end.getMessage().strip());
    return new PodTrouble(
        Reason.PodCrashing,
        "Container %s ends with exit code %d: %s. See kubectl -n %s logs %s -c %s --previous"
            .formatted(
                container.getName(),
                end.getExitCode(),
                words.endsWith(".") ? words.substring(0, words.length() - 1) : words,
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                container.getName()));
  }

  private static String tail(String text) {
    return text.length() <= LONGEST ? text : "..." + text.substring(text.length() - LONGEST);
  }
}
