package dev.longshore.operator.bench;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * UploadServices that ask for every object that the operator makes, spread over namespaces, those
 * of a namespace with one Secret.
 */
record Population(String prefix, int namespaces, int services) {

  private static final int THREADS = 10;

  private static final String SPEC =
      """
      apiVersion: longshore.dev/v1alpha1
      kind: UploadService
      metadata: {name: media-%d, namespace: %s}
      spec:
        redis: {secretRef: {name: app-secrets}}
        storage: {s3: {bucket: media, region: eu-central-1}}
        autoscaling: {minReplicas: 1, maxReplicas: 9}
        ingress: {className: nginx, hosts: [uploads.example.com]}
        httpRoute: {parentRefs: [{name: public}], hostnames: [uploads.example.com]}
        monitoring: {interval: 30s}
        networkPolicy:
          from: [{namespaceSelector: {matchLabels: {name: web}}}]
      """;

  /** SA, Service, NetworkPolicy, Deployment, PDB, HPA, Ingress, HTTPRoute, ServiceMonitor. */
  static final int CHILDREN = 9;

  List<String> names() {
    return IntStream.range(0, namespaces).mapToObj(i -> prefix + "-" + i).toList();
  }

  String namespace(int index) {
    return prefix + "-" + index % namespaces;
  }

  UploadService service(int index) {
    return Serialization.unmarshal(SPEC.formatted(index, namespace(index)), UploadService.class);
  }

  /** Makes namespaces, Secrets and resources. */
  void create(KubernetesClient admin) {
    for (var name : names()) {
      admin
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .serverSideApply();
      secret(admin, name, "redis-" + name + ":6379", "1");
    }
    each(services, index -> admin.resource(service(index)).create());
  }

  /** Writes the Secret of a namespace; a change of the note alone is none of the operator's. */
  static void secret(KubernetesClient admin, String namespace, String redis, String note) {
    admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("app-secrets")
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(Map.of("redis-connection-string", redis, "note", note))
                .build())
        .forceConflicts()
        .serverSideApply();
  }

  /** Runs with all numbers below this one, ten at a time. */
  static void each(int count, IntConsumer task) {
    try (var pool = Executors.newFixedThreadPool(THREADS)) {
      var tasks =
          IntStream.range(0, count).mapToObj(i -> pool.submit(() -> task.accept(i))).toList();
      for (var future : tasks) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
