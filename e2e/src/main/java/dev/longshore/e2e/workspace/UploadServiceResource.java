package dev.longshore.e2e.workspace;

import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.cluster.Door;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An UploadService as its author sees it: YAML, conditions, and the pods that come of it.
 *
 * @param workspace where it is
 * @param name its name
 */
public record UploadServiceResource(Workspace workspace, String name) {
  private static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup("longshore.dev")
          .withVersion("v1alpha1")
          .withKind("UploadService")
          .withPlural("uploadservices")
          .withNamespaced(true)
          .build();
  private static final String MANIFEST =
      """
      apiVersion: longshore.dev/v1alpha1
      kind: UploadService
      metadata: {name: %s, namespace: %s}
      spec:
        replicas: %d
        redis: {secretRef: {name: app-secrets}, keyPrefix: "%s:session:"}
        storage: %s
      """;

  static UploadServiceResource apply(
      Workspace workspace, String name, int replicas, String storage) {
    return apply(
        workspace, name, MANIFEST.formatted(name, workspace.namespace(), replicas, name, storage));
  }

  static UploadServiceResource apply(Workspace workspace, String name, String manifest) {
    workspace
        .cluster()
        .client()
        .resource(Serialization.unmarshal(manifest, GenericKubernetesResource.class))
        .serverSideApply();
    return new UploadServiceResource(workspace, name);
  }

  /** The resource in the API server. */
  public Resource<GenericKubernetesResource> resource() {
    return workspace
        .cluster()
        .client()
        .genericKubernetesResources(KIND)
        .inNamespace(workspace.namespace())
        .withName(name);
  }

  /** Status, reason and message of a condition, or an empty map while there is none. */
  public Map<String, Object> condition(String type) {
    GenericKubernetesResource current = resource().get();
    List<Map<String, Object>> conditions =
        current == null ? null : current.get("status", "conditions");
    return Objects.requireNonNullElse(conditions, List.<Map<String, Object>>of()).stream()
        .filter(condition -> type.equals(condition.get("type")))
        .findFirst()
        .orElse(Map.of());
  }

  /** Waits until the resource is Ready for its newest generation and every pod takes requests. */
  public UploadServiceResource awaitReady(Duration patience) {
    await(name + " to be Ready").atMost(patience).until(this::isReady);
    return this;
  }

  private boolean isReady() {
    GenericKubernetesResource current = resource().get();
    Number seen = current.get("status", "observedGeneration");
    Number replicas = current.get("spec", "replicas");
    return seen != null
        && seen.longValue() == current.getMetadata().getGeneration()
        && "True".equals(condition("Ready").get("status"))
        && pods().size() == replicas.intValue()
        && pods().stream().allMatch(Readiness::isPodReady);
  }

  /** Whether there are so many pods, all of them ready, and the resource says so. */
  public boolean hasReadyPods(int number) {
    return "True".equals(condition("Ready").get("status"))
        && Objects.equals(number, resource().get().get("status", "readyReplicas"))
        && pods().size() == number;
  }

  /** The pods that are there and not on their way out, by name. */
  public List<Pod> pods() {
    return workspace
        .cluster()
        .client()
        .pods()
        .inNamespace(workspace.namespace())
        .withLabels(service().getSpec().getSelector())
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  /** Names of {@link #pods()}. */
  public Set<String> podNames() {
    return pods().stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
  }

  /** The Deployment behind it, which has its name. */
  public RollableScalableResource<Deployment> deployment() {
    return workspace
        .cluster()
        .client()
        .apps()
        .deployments()
        .inNamespace(workspace.namespace())
        .withName(name);
  }

  /** The Service that it gets, which has its name. */
  public Service service() {
    return workspace
        .cluster()
        .client()
        .services()
        .inNamespace(workspace.namespace())
        .withName(name)
        .require();
  }

  /** A door to each pod, in the order of {@link #pods()}. */
  public List<Door> doorsToPods() {
    return pods().stream().map(pod -> Door.toPod(workspace.cluster(), pod)).toList();
  }

  /** A door to whichever ready pod the cluster picks. */
  public Door doorToService() {
    return Door.toService(workspace.cluster(), service());
  }

  /** How often containers of the present pods have been restarted, in all. */
  public int restarts() {
    return pods().stream()
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .mapToInt(status -> status.getRestartCount())
        .sum();
  }

  /** Ends a pod's process with SIGKILL, so that it can say goodbye to nobody. */
  public void kill(Pod pod) {
    workspace.cluster().kill(pod);
  }

  /** The most memory that a pod's process ever held, as Linux says it: {@code 151234 kB}. */
  public String peakMemory(Pod pod) {
    var out = new ByteArrayOutputStream();
    try (var exec =
        workspace
            .cluster()
            .client()
            .pods()
            .inNamespace(workspace.namespace())
            .withName(pod.getMetadata().getName())
            .writingOutput(out)
            .exec("cat", "/proc/1/status")) {
      exec.exitCode().join();
    }
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.substring("VmHWM:".length()).strip())
        .findFirst()
        .orElse("unknown");
  }
}
