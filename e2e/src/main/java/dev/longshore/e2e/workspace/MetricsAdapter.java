package dev.longshore.e2e.workspace;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Images;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.NamespaceListVisitFromServerGetDeleteRecreateWaitApplicable;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/**
 * VictoriaMetrics, which scrapes the pods of one namespace as Prometheus does, and
 * prometheus-adapter, which brings what they say to the cluster's autoscalers by the rules of
 * {@code examples/prometheus-adapter}.
 */
public final class MetricsAdapter implements AutoCloseable {
  private static final String RULES = "examples/prometheus-adapter/values.yaml";

  private static final String MANIFEST =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: metrics, namespace: %1$s}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: longshore-e2e-metrics}
      rules:
      - {apiGroups: [""], resources: [pods, namespaces], verbs: [get, list, watch]}
      - {apiGroups: [custom.metrics.k8s.io], resources: ["*"], verbs: [get, list]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: longshore-e2e-metrics}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: longshore-e2e-metrics}
      subjects:
      - {kind: ServiceAccount, name: metrics, namespace: %1$s}
      - {kind: ServiceAccount, name: horizontal-pod-autoscaler, namespace: kube-system}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: longshore-e2e-metrics-delegator}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: system:auth-delegator}
      subjects: [{kind: ServiceAccount, name: metrics, namespace: %1$s}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: longshore-e2e-metrics, namespace: kube-system}
      roleRef:
        apiGroup: rbac.authorization.k8s.io
        kind: Role
        name: extension-apiserver-authentication-reader
      subjects: [{kind: ServiceAccount, name: metrics, namespace: %1$s}]
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: metrics, namespace: %1$s}
      data:
        scrape.yaml: |
          global: {scrape_interval: 2s, scrape_timeout: 2s}
          scrape_configs:
          - job_name: pods
            metrics_path: /prometheus
            kubernetes_sd_configs: [{role: pod, namespaces: {names: [%1$s]}}]
            relabel_configs:
            - {source_labels: [__meta_kubernetes_pod_container_port_name], regex: http, action: keep}
            - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
            - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
        adapter.yaml: '%3$s'
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: metrics, namespace: %1$s}
      spec:
        selector: {matchLabels: {app: metrics}}
        template:
          metadata: {labels: {app: metrics}}
          spec:
            serviceAccountName: metrics
            terminationGracePeriodSeconds: 5
            securityContext:
              runAsNonRoot: true
              runAsUser: 65532
              seccompProfile: {type: RuntimeDefault}
            containers:
            - name: metrics
              image: %2$s
              imagePullPolicy: IfNotPresent
              command: [victoria-metrics]
              args:
              - -promscrape.config=/etc/metrics/scrape.yaml
              - -promscrape.kubernetesSDCheckInterval=1s
              - -search.latencyOffset=1s
              - -storageDataPath=/data
              resources: {limits: {memory: 512Mi}}
              securityContext: &least
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities: {drop: [ALL]}
              volumeMounts: &files
              - {name: data, mountPath: /data}
              - {name: configuration, mountPath: /etc/metrics}
            - name: adapter
              image: %2$s
              imagePullPolicy: IfNotPresent
              command:
              - adapter
              - --config=/etc/metrics/adapter.yaml
              - --prometheus-url=http://localhost:8428
              - --metrics-relist-interval=5s
              - --cert-dir=/data/certificates
              - --secure-port=6443
              ports: [{name: https, containerPort: 6443}]
              readinessProbe:
                httpGet: {path: /readyz, port: https, scheme: HTTPS}
                periodSeconds: 1
                failureThreshold: 60
              resources: {limits: {memory: 512Mi}}
              securityContext: *least
              volumeMounts: *files
            volumes:
            - {name: data, emptyDir: {}}
            - {name: configuration, configMap: {name: metrics}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: metrics, namespace: %1$s}
      spec: {selector: {app: metrics}, ports: [{port: 443, targetPort: https}]}
      ---
      apiVersion: apiregistration.k8s.io/v1
      kind: APIService
      metadata: {name: v1beta1.custom.metrics.k8s.io}
      spec:
        service: {name: metrics, namespace: %1$s}
        group: custom.metrics.k8s.io
        version: v1beta1
        insecureSkipTLSVerify: true
        groupPriorityMinimum: 100
        versionPriority: 100
      """;

  private final NamespaceListVisitFromServerGetDeleteRecreateWaitApplicable<HasMetadata> objects;

  private MetricsAdapter(
      NamespaceListVisitFromServerGetDeleteRecreateWaitApplicable<HasMetadata> objects) {
    this.objects = objects;
  }

  /** Starts both in this namespace, and waits until they answer. */
  static MetricsAdapter start(Cluster cluster, String namespace, String image) {
    if (image.isEmpty()) {
      throw new IllegalStateException(
          "There is no image of it yet, run `build/images tests` first");
    }
    var manifest = MANIFEST.formatted(namespace, image, rules());
    var objects = cluster.client().load(RedisServer.stream(manifest));
    objects.create();
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("metrics")
        .waitUntilReady(90, SECONDS);
    return new MetricsAdapter(objects);
  }

  /** What the chart would make of its values: JSON, which is YAML, too. */
  private static String rules() {
    try {
      var values =
          Serialization.unmarshal(Files.readString(Images.root().resolve(RULES)), JsonNode.class);
      return Serialization.asJson(Map.of("rules", values.at("/rules/custom")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes all of it: an API that nobody answers would hold up the end of every namespace. */
  @Override
  public void close() {
    objects.delete();
  }
}
