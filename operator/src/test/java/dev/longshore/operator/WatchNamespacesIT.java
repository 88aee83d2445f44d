package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.operator.cluster.Chart;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two listed namespaces, with Roles there and no right anywhere else. */
class WatchNamespacesIT {

  private static final Map<String, String> LISTED =
      Map.of("watchNamespaces[0]", "team-a", "watchNamespaces[1]", "team-b");

  private final Cluster elsewhere = Cluster.create("team-c", Map.of());
  private Cluster teamA;
  private Cluster teamB;

  @BeforeEach
  void installForListedNamespaces() {
    Cluster.create("team-b", Map.of());
    Cluster.create("team-a", Map.of());
    clusterBinding(elsewhere).delete();
    teamA = Cluster.create("team-a", LISTED);
    teamB = Cluster.create("team-b", LISTED);
  }

  @AfterEach
  void installForAllNamespaces() {
    Cluster.create("team-c", Map.of());
  }

  @Test
  void worksInEachOfThemAndLeavesOthersAlone() {
    assertThat(clusterBinding(teamA).get()).isNull();
    try (var _ = OperatorUnderTest.watching("team-a", "team-b")) {
      teamA.redisSecret("redis:6379");
      teamB.redisSecret("redis:6379");
      elsewhere.redisSecret("redis:6379");
      elsewhere.apply("media", Yaml.TRIAL);
      teamA.ready("media", Yaml.TRIAL);
      teamB.ready("media", Yaml.TRIAL);

      // A new Secret in one must not make the other forget its own.
      teamB.redisSecret("other:6379");
      teamB.awaitCondition("media", "Ready", "False", "RollingOut");
      teamA.apply("media", Yaml.TRIAL + "limits: {maxChunkSize: 1Mi}");
      teamA.awaitCondition("media", "Ready", "False", "RollingOut");
      teamA.awaitCondition("media", "SecretsResolved", "True", "SecretFound");

      assertThat(elsewhere.deployment("media")).isNull();
      assertThat(elsewhere.service("media").getStatus().observedGeneration()).isEqualTo(-1);
    }
  }

  /** Each namespace is listed by an informer of its own: none may drop what another has seen. */
  @Test
  void knowsTheSecretsOfEachAfterARestart() {
    teamA.redisSecret("redis:6379");
    teamB.redisSecret("redis:6379");
    teamA.apply("there-before", Yaml.TRIAL);
    teamB.apply("there-before", Yaml.TRIAL);
    try (var _ = OperatorUnderTest.watching("team-a", "team-b")) {
      teamA.awaitCondition("there-before", "SecretsResolved", "True", "SecretFound");
      teamB.awaitCondition("there-before", "SecretsResolved", "True", "SecretFound");
    }
  }

  private static Resource<ClusterRoleBinding> clusterBinding(Cluster cluster) {
    return cluster.admin().rbac().clusterRoleBindings().withName(Chart.SERVICE_ACCOUNT);
  }
}
