package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Images;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people get wrong, each for real: {@code kubectl describe} says what it is and what to do.
 * docs/conditions.md has their reasons.
 */
@ExtendWith(OnCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailureTableE2E {

  private static final String NAMESPACE = "failures";
  private static final String TIGHT = "failures-tight";
  private static final String LIMITED = "failures-limited";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final String SURROUNDINGS =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: %1$s}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: app-secrets, namespace: %1$s}
      stringData: {redis-connection-string: "redis.example.com:6379,abortConnect=false", wrong: "redis:6379,nonsense=1"}
      ---
      """;

  private static final String MORE =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: unbound, namespace: failures}
      spec: {accessModes: [ReadWriteMany], storageClassName: none-such, resources: {requests: {storage: 1Gi}}}
      ---
      apiVersion: longshore.dev/v1alpha1
      kind: UploadService
      metadata: {name: prefix-a, namespace: failures}
      spec: {redis: {secretRef: {name: app-secrets}}, storage: {filesystem: {ephemeral: {}}}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: conflict, namespace: failures}
      spec: {ports: [{port: 9000}]}
      ---
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: none-left, namespace: failures-tight}
      spec: {hard: {pods: "0"}}
      ---
      apiVersion: v1
      kind: LimitRange
      metadata: {name: small-only, namespace: failures-limited}
      spec: {limits: [{type: Container, max: {memory: 64Mi}}]}
      """;

  /** A mistake, and what is said of it. */
  record Row(String namespace, String name, String spec, String reason, String says, String next) {
    @Override
    public String toString() {
      return reason + " of " + name;
    }
  }

  private Cluster cluster;

  @BeforeAll
  void makeEveryMistakeAtOnce(Cluster running) {
    cluster = running;
    for (var namespace : List.of(NAMESPACE, TIGHT, LIMITED)) {
      apply(SURROUNDINGS.formatted(namespace));
    }
    apply(MORE);
    for (var row : rows()) {
      apply(
          """
          apiVersion: longshore.dev/v1alpha1
          kind: UploadService
          metadata: {name: %s, namespace: %s}
          spec:
          %s
          """
              .formatted(row.name(), row.namespace(), row.spec().indent(2)));
    }
  }

  @AfterAll
  void clean() {
    for (var namespace : List.of(NAMESPACE, TIGHT, LIMITED)) {
      cluster.client().namespaces().withName(namespace).delete();
    }
  }

  static List<Row> rows() {
    var emptyDir = "storage: {filesystem: {ephemeral: {}}}\n";
    var redis = "redis: {secretRef: {name: app-secrets}}\n";
    return List.of(
        new Row(
            NAMESPACE,
            "no-secret",
            "redis: {secretRef: {name: none-such}}\n" + emptyDir,
            "SecretNotFound",
            "Secret failures/none-such is not there",
            "kubectl -n failures create secret generic none-such"),
        new Row(
            NAMESPACE,
            "no-key",
            "redis: {secretRef: {name: app-secrets, key: none-such}}\n" + emptyDir,
            "SecretKeyNotFound",
            "has no key none-such",
            "Add the key with the Redis connection string"),
        new Row(
            NAMESPACE,
            "wrong-string",
            "redis: {secretRef: {name: app-secrets, key: wrong}}\n" + emptyDir,
            "PodCrashing",
            "Redis connection string: ",
            "--previous"),
        new Row(
            NAMESPACE,
            "prefix-b",
            "redis: {secretRef: {name: app-secrets}, keyPrefix: 'failures:prefix-a:session:'}\n"
                + emptyDir,
            "KeyPrefixShared",
            "UploadService failures/prefix-a already keeps its sessions under",
            "Set another spec.redis.keyPrefix"),
        new Row(
            NAMESPACE,
            "no-image",
            redis + emptyDir + "image: longshore/none-such:1\nimagePullPolicy: Never\n",
            "ImageNotPullable",
            "The image longshore/none-such:1 can't be pulled",
            "Look at spec.image"),
        new Row(
            NAMESPACE,
            "crashing",
            redis + emptyDir + "image: %s\n".formatted(Images.built().s3()),
            "PodCrashing",
            "Container upload-service ends with exit code",
            "kubectl -n failures logs crashing-"),
        new Row(
            NAMESPACE,
            "unbound",
            redis + "storage: {filesystem: {claimName: unbound}}\n",
            "ClaimNotBound",
            "PersistentVolumeClaim failures/unbound has no volume yet",
            "kubectl -n failures describe pvc unbound"),
        new Row(
            TIGHT,
            "no-room",
            redis + emptyDir,
            "QuotaExceeded",
            "exceeded quota: none-left",
            "Raise it, or lower spec.replicas or spec.resources"),
        new Row(
            LIMITED,
            "refused",
            redis + emptyDir,
            "PodsRefused",
            "maximum memory usage per Container is 64Mi",
            "Change the namespace's policy"),
        new Row(
            NAMESPACE,
            "too-big",
            redis + emptyDir + "resources: {requests: {cpu: '900'}}\n",
            "PodUnschedulable",
            "Insufficient cpu",
            "Look at spec.resources"),
        new Row(
            NAMESPACE,
            "conflict",
            redis + emptyDir,
            "NameConflict",
            "Service failures/conflict is there already",
            "longshore.dev/adopt=true"),
        new Row(
            NAMESPACE,
            "no-gateway-api",
            redis + emptyDir + "httpRoute: {parentRefs: [{name: public}]}\n",
            "GatewayApiNotInstalled",
            "The cluster has no HTTPRoute",
            "Install the Gateway API"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void describeSaysWhatItIsAndWhatToDo(Row row) {
    await(row.toString())
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(ready(row)).contains("False " + row.reason()));

    var described =
        kubectl("-n", row.namespace(), "describe", "uploadservice", row.name())
            .replaceAll("\\s+", " ");
    System.out.printf("%s: %s%n", row, ready(row).strip());
    assertThat(described).contains(row.says().replaceAll("\\s+", " "), row.next());
  }

  private String ready(Row row) {
    return kubectl(
        "-n",
        row.namespace(),
        "get",
        "uploadservice",
        row.name(),
        "-o",
        "jsonpath={range .status.conditions[?(@.type==\"Ready\")]}{.status} {.reason}: {.message}{end}");
  }

  private void apply(String yaml) {
    cluster.write("/tmp/failures.yaml", yaml);
    kubectl("apply", "-f", "/tmp/failures.yaml");
  }

  private String kubectl(String... arguments) {
    return cluster.run(
        Stream.concat(
                Stream.of("kubectl", "--kubeconfig=/etc/rancher/k3s/k3s.yaml"),
                Stream.of(arguments))
            .toArray(String[]::new));
  }
}
