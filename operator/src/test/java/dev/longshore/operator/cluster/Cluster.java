package dev.longshore.operator.cluster;

import static org.awaitility.Awaitility.await;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One test's namespace, and what people and Kubernetes' own controllers do in it. */
public final class Cluster {

  public static final String SECRET = "app-secrets";
  public static final String KEY = "redis-connection-string";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KubernetesClient admin;
  private final String namespace;

  private Cluster(KubernetesClient admin, String namespace) {
    this.admin = admin;
    this.namespace = namespace;
  }

  /** A new namespace on an API server that knows the chart's CRD and roles. */
  public static Cluster create() {
    return create("apps-" + UUID.randomUUID().toString().substring(0, 8), Map.of());
  }

  /** As {@link #create()}, with the namespace and the chart's values chosen. */
  public static Cluster create(String namespace, Map<String, String> values) {
    var admin = KubeApi.start().admin();
    for (var name : new String[] {Chart.NAMESPACE, namespace}) {
      admin
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .serverSideApply();
    }
    Chart.render(values)
        .forEach(object -> admin.resource(object).forceConflicts().serverSideApply());
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() ->
            admin
                .resources(CustomResourceDefinition.class)
                .withName("uploadservices.longshore.dev")
                .get()
                .getStatus()
                .getConditions()
                .stream()
                .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus())));
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> admin.resources(UploadService.class).inNamespace(namespace).list() != null);
    return new Cluster(admin, namespace);
  }

  public KubernetesClient admin() {
    return admin;
  }

  public String namespace() {
    return namespace;
  }

  /** Applies an UploadService whose spec is this YAML. */
  public UploadService apply(String name, String spec) {
    return admin
        .resource(service(name, spec))
        .inNamespace(namespace)
        .forceConflicts()
        .serverSideApply();
  }

  /** An UploadService of this namespace, not yet sent. */
  public UploadService service(String name, String spec) {
    var yaml =
        """
        apiVersion: longshore.dev/v1alpha1
        kind: UploadService
        metadata: {name: %s, namespace: %s}
        spec:
        """
            .formatted(name, namespace);
    return Serialization.unmarshal(yaml + spec.indent(2), UploadService.class);
  }

  public UploadService service(String name) {
    return admin.resources(UploadService.class).inNamespace(namespace).withName(name).get();
  }

  public Deployment deployment(String name) {
    return get(Deployment.class, name);
  }

  public <R extends HasMetadata> R get(Class<R> type, String name) {
    return admin.resources(type).inNamespace(namespace).withName(name).get();
  }

  public Secret secret(Map<String, String> values) {
    return admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(SECRET)
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(values)
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  /** A bound claim called uploads with this access mode. */
  public void claim(String accessMode) {
    unboundClaim(accessMode);
    bindClaim();
  }

  /** Does what a storage class would: says that there is a volume behind the claim. */
  public void bindClaim() {
    admin
        .persistentVolumeClaims()
        .inNamespace(namespace)
        .withName("uploads")
        .editStatus(claim -> {
          claim.setStatus(new PersistentVolumeClaimStatusBuilder().withPhase("Bound").build());
          return claim;
        });
  }

  /** A claim called uploads that waits for a volume. */
  public PersistentVolumeClaim unboundClaim(String accessMode) {
    return admin
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("uploads")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withAccessModes(accessMode)
                .withNewResources()
                .withRequests(Map.of("storage", new Quantity("1Gi")))
                .endResources()
                .endSpec()
                .build())
        .create();
  }

  public Secret redisSecret(String connectionString) {
    return secret(Map.of(KEY, connectionString));
  }

  /** Does what the Deployment controller and kubelets would: says that so many pods are ready. */
  public void pretendPods(String name, int ready) {
    admin
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name)
        .editStatus(deployment -> {
          deployment.setStatus(
              new DeploymentStatusBuilder()
                  .withObservedGeneration(deployment.getMetadata().getGeneration())
                  .withReplicas(deployment.getSpec().getReplicas())
                  .withUpdatedReplicas(deployment.getSpec().getReplicas())
                  .withReadyReplicas(ready)
                  .withAvailableReplicas(ready)
                  .build());
          return deployment;
        });
  }

  public Optional<Condition> condition(String name, String type) {
    return Optional.ofNullable(service(name).getStatus().conditions()).stream()
        .flatMap(List::stream)
        .filter(condition -> type.equals(condition.getType()))
        .findFirst();
  }

  /** What was told for this reason. */
  public List<Event> events(String reason) {
    return admin.v1().events().inNamespace(namespace).withField("reason", reason).list().getItems();
  }

  /** Waits until the condition has this status and reason. */
  public Condition awaitCondition(String name, String type, String status, String reason) {
    return await(type + "=" + status + "/" + reason + " of " + name)
        .atMost(PATIENCE)
        .until(
            () -> condition(name, type),
            found ->
                found
                    .filter(c -> status.equals(c.getStatus()) && reason.equals(c.getReason()))
                    .isPresent())
        .orElseThrow();
  }

  /** Applies a service, waits for its Deployment, and says that all its pods are ready. */
  public UploadService ready(String name, String spec) {
    var replicas = apply(name, spec).getSpec().replicas();
    awaitCondition(name, "Ready", "False", "RollingOut");
    pretendPods(name, replicas);
    awaitCondition(name, "Ready", "True", "AllPodsReady");
    return service(name);
  }
}
