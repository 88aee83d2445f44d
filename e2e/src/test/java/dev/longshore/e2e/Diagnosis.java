package dev.longshore.e2e;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.stream.Collectors;

/** What a person would look at first when a cluster test fails. */
final class Diagnosis {
  private static final int LINES = 40;

  private Diagnosis() {}

  /** Events and the ends of all pods' logs. */
  static String of(KubernetesClient client) {
    String events =
        client.v1().events().inAnyNamespace().list().getItems().stream()
            .filter(event -> !"Normal".equals(event.getType()))
            .map(Diagnosis::line)
            .collect(Collectors.joining());
    String logs =
        client.pods().inAnyNamespace().list().getItems().stream()
            .map(pod -> log(client, pod))
            .collect(Collectors.joining());
    return "== Warnings\n" + events + logs;
  }

  private static String line(Event event) {
    var object = event.getInvolvedObject();
    return "%s %s/%s: %s %s%n"
        .formatted(
            event.getLastTimestamp(),
            object.getKind(),
            object.getName(),
            event.getReason(),
            event.getMessage());
  }

  private static String log(KubernetesClient client, Pod pod) {
    String text;
    try {
      text =
          client
              .pods()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(pod.getMetadata().getName())
              .tailingLines(LINES)
              .getLog();
    } catch (KubernetesClientException e) {
      text = e.getMessage();
    }
    return "== %s/%s, %s%n%s%n"
        .formatted(
            pod.getMetadata().getNamespace(),
            pod.getMetadata().getName(),
            pod.getStatus().getPhase(),
            text);
  }
}
