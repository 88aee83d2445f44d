package dev.longshore.operator.trial;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The UploadService that is tried: one pod that keeps its files to itself. */
final class TrialResource {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String MANIFEST =
      """
      apiVersion: longshore.dev/v1alpha1
      kind: UploadService
      metadata: {name: %s, namespace: %s}
      spec:
        redis: {secretRef: {name: %s}}
        storage: {filesystem: {ephemeral: {sizeLimit: 64Mi}}}
        read: {}
      """;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  TrialResource(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  void create(String secret) {
    var manifest = MANIFEST.formatted(name, namespace, secret);
    client
        .resource(client.getKubernetesSerialization().unmarshal(manifest, UploadService.class))
        .create();
  }

  void remove() {
    resource().delete();
  }

  /** Where clients within the cluster find it. */
  String url() {
    return "http://%s.%s.svc/".formatted(name, namespace);
  }

  /**
   * Waits for a condition.
   *
   * @throws TrialFailure with what the resource says instead, when it is too late
   */
  void await(String type, String status, Instant end) throws InterruptedException {
    while (conditions().noneMatch(c -> type.equals(c.getType()) && status.equals(c.getStatus()))) {
      if (Instant.now().isAfter(end)) {
        throw new TrialFailure(
            "UploadService %s/%s did not become %s=%s in time. %s"
                .formatted(namespace, name, type, status, lastWords()));
      }
      Thread.sleep(PAUSE);
    }
  }

  private String lastWords() {
    var words =
        conditions()
            .map(c ->
                "%s=%s, %s: %s"
                    .formatted(c.getType(), c.getStatus(), c.getReason(), c.getMessage()))
            .collect(Collectors.joining("; "));
    return words.isEmpty()
        ? "Nobody looked at it: does the operator run, and watch this namespace?"
        : "It says " + words;
  }

  private Stream<Condition> conditions() {
    return Optional.ofNullable(resource().get())
        .flatMap(found -> Optional.ofNullable(found.getStatus().conditions()))
        .stream()
        .flatMap(List::stream);
  }

  private Resource<UploadService> resource() {
    return client.resources(UploadService.class).inNamespace(namespace).withName(name);
  }
}
