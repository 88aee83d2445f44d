package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Chart;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.ForeignApis;
import dev.longshore.operator.cluster.KubeApi;
import dev.longshore.operator.cluster.Permissions;
import dev.longshore.operator.cluster.Yaml;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The chart's three scopes, each with a ServiceAccount of its own: what it may do is all that the
 * operator needs, and there is nothing else that it may do. The API server says so itself.
 */
class WatchScopesIT {

  private static final String EVERYTHING =
      """
      redis: {secretRef: {name: app-secrets}}
      storage: {filesystem: {claimName: uploads}}
      autoscaling: {maxReplicas: 3, targetCPUUtilizationPercentage: 70}
      resources: {requests: {cpu: 100m}}
      ingress: {hosts: [uploads.example.com]}
      httpRoute: {parentRefs: [{name: public}]}
      monitoring: {kind: PodMonitor}
      """;

  private static final List<Class<? extends HasMetadata>> FURTHER =
      List.of(
          HorizontalPodAutoscaler.class,
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          Ingress.class,
          HTTPRoute.class,
          PodMonitor.class);

  /** What README's promises take: all of it where resources are watched. */
  private static final Set<String> OPERATOR =
      permissions(
          "list watch: uploadservices secrets configmaps persistentvolumeclaims pods",
          "patch: uploadservices/status",
          "get list watch create patch: deployments services",
          "get list watch create patch delete: serviceaccounts networkpolicies ingresses"
              + " poddisruptionbudgets horizontalpodautoscalers httproutes servicemonitors"
              + " podmonitors",
          "get create patch: events");

  private static final Set<String> LEADER =
      permissions(
          "create: leases",
          "get update patch delete: leases/" + Chart.SERVICE_ACCOUNT,
          "get: deployments/" + Chart.SERVICE_ACCOUNT);

  private final String unique = UUID.randomUUID().toString().substring(0, 8);
  private final String account = "scope-" + unique;
  private final String one = "one-" + unique;
  private final String two = "two-" + unique;
  private final String elsewhere = "elsewhere-" + unique;

  @Test
  void oneNamespace() {
    var cluster = install(one);
    assertThat(Permissions.of(account, one)).isEqualTo(OPERATOR);
    assertThat(Permissions.of(account, Chart.NAMESPACE)).isEqualTo(LEADER);
    assertThat(Permissions.of(account, elsewhere)).isEmpty();
    assertThat(clusterWide()).isEmpty();
    assertIsEnough(cluster, one);
  }

  @Test
  void severalNamespaces() {
    var cluster = install(one, two);
    assertThat(Permissions.of(account, one)).isEqualTo(OPERATOR);
    assertThat(Permissions.of(account, two)).isEqualTo(OPERATOR);
    assertThat(Permissions.of(account, Chart.NAMESPACE)).isEqualTo(LEADER);
    assertThat(Permissions.of(account, elsewhere)).isEmpty();
    assertThat(clusterWide()).isEmpty();
    assertIsEnough(cluster, one, two);
  }

  /** Also where the operator itself runs, as teams without an administrator's help have it. */
  @Test
  void itsOwnNamespace() {
    install(Chart.NAMESPACE);
    var both = new TreeSet<>(OPERATOR);
    both.addAll(LEADER);
    assertThat(Permissions.of(account, Chart.NAMESPACE)).isEqualTo(both);
    assertThat(Permissions.of(account, elsewhere)).isEmpty();
    assertThat(clusterWide()).isEmpty();
  }

  @Test
  void allNamespaces() {
    var cluster = install();
    try {
      assertThat(Permissions.of(account, one)).isEqualTo(OPERATOR);
      assertThat(Permissions.of(account, elsewhere)).isEqualTo(OPERATOR);
      assertThat(clusterWide())
          .containsExactlyInAnyOrder("list secrets", "watch secrets", "list uploadservices");
      assertIsEnough(cluster);
    } finally {
      // Gives the one ClusterRoleBinding back to the account that other tests use.
      Cluster.create(one, Map.of());
    }
  }

  private Cluster install(String... watched) {
    for (var namespace : Set.of(one, two, elsewhere)) {
      Cluster.create(namespace, Map.of());
    }
    var values = new HashMap<>(Map.of("serviceAccount.name", account));
    for (int i = 0; i < watched.length; i++) {
      values.put("watchNamespaces[" + i + "]", watched[i]);
    }
    return Cluster.create(one, values);
  }

  /** Makes all that a resource can ask for, and takes it away again. */
  private void assertIsEnough(Cluster cluster, String... watched) {
    new ForeignApis(cluster.admin()).install();
    cluster.redisSecret("redis:6379");
    cluster.claim("ReadWriteMany");
    try (var _ = OperatorUnderTest.as(account, watched)) {
      cluster.apply("media", EVERYTHING);
      await()
          .untilAsserted(() ->
              assertThat(FURTHER)
                  .allSatisfy(type -> assertThat(cluster.get(type, "media")).isNotNull()));
      cluster.apply(
          "media",
          Yaml.SHARED + "podDisruptionBudget: {enabled: false}\nnetworkPolicy: {enabled: false}\n");
      await()
          .untilAsserted(() ->
              assertThat(FURTHER)
                  .allSatisfy(type -> assertThat(cluster.get(type, "media")).isNull()));
      cluster.awaitCondition("media", "Ready", "False", "RollingOut");
    }
  }

  /** What it may do in all namespaces at once, of what would hurt most. */
  private List<String> clusterWide() {
    return Stream.of(
            "list secrets",
            "watch secrets",
            "get secrets",
            "list uploadservices",
            "delete uploadservices",
            "create pods",
            "list nodes",
            "list namespaces",
            "create clusterrolebindings",
            "impersonate users",
            "list customresourcedefinitions")
        .filter(this::isAllowedEverywhere)
        .toList();
  }

  private boolean isAllowedEverywhere(String permission) {
    var words = permission.split(" ");
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:" + Chart.NAMESPACE + ":" + account)
            .withGroups("system:serviceaccounts", "system:authenticated")
            .withNewResourceAttributes()
            .withVerb(words[0])
            .withGroup(group(words[1]))
            .withResource(words[1])
            .endResourceAttributes()
            .endSpec()
            .build();
    return KubeApi.start().admin().resource(review).create().getStatus().getAllowed();
  }

  private static String group(String resource) {
    return switch (resource) {
      case "uploadservices" -> "longshore.dev";
      case "clusterrolebindings" -> "rbac.authorization.k8s.io";
      case "customresourcedefinitions" -> "apiextensions.k8s.io";
      default -> "";
    };
  }

  /** Each verb with each resource of lines such as {@code get list: pods services}. */
  private static Set<String> permissions(String... lines) {
    var all = new TreeSet<String>();
    for (var line : lines) {
      var halves = line.split(": ");
      for (var verb : halves[0].split(" ")) {
        Arrays.stream(halves[1].split(" ")).map(what -> verb + " " + what).forEach(all::add);
      }
    }
    return all;
  }
}
