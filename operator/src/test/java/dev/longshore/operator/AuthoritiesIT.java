package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import dev.longshore.operator.desired.DesiredDeployment;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificate authorities out of a ConfigMap, which carries no label of ours. */
class AuthoritiesIT {

  private static final String WITH_AUTHORITIES =
      Yaml.TRIAL
          + """
          hooks:
            preCreate:
              url: https://hooks.example.com/
              caConfigMapRef: {name: authorities, key: bundle.pem}
          """;

  private final Cluster cluster = Cluster.create();

  @BeforeEach
  void prepare() {
    cluster.redisSecret("redis:6379");
  }

  @Test
  void areAskedForByNameAndRollThePodsByTheUsedKeyOnly() {
    try (var _ = OperatorUnderTest.watchingAll()) {
      cluster.apply("media", WITH_AUTHORITIES);
      var missing =
          cluster.awaitCondition("media", "SecretsResolved", "False", "ConfigMapNotFound");
      assertThat(missing.getMessage())
          .contains(
              "kubectl -n " + cluster.namespace() + " create configmap authorities",
              "--from-file=bundle.pem=");

      configMap(Map.of("other.pem", "other"));
      cluster.awaitCondition("media", "SecretsResolved", "False", "ConfigMapKeyNotFound");

      configMap(Map.of("bundle.pem", "first", "other.pem", "other"));
      cluster.awaitCondition("media", "SecretsResolved", "True", "SecretFound");
      await().until(() -> cluster.deployment("media") != null);
      OperatorUnderTest.settle();
      var before = digests();
      assertThat(before).containsOnlyKeys("redis", "ca-pre-create");

      var writes = OperatorUnderTest.writes();
      configMap(Map.of("bundle.pem", "first", "other.pem", "changed"));
      cluster.apply("media", WITH_AUTHORITIES + "orphanedSessions: Accept\n");
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() ->
              assertThat(writes.list()).allMatch(write -> write.contains("uploadservices/status")));

      configMap(Map.of("bundle.pem", "second"));
      await()
          .untilAsserted(() -> {
            assertThat(digests().get("ca-pre-create")).isNotEqualTo(before.get("ca-pre-create"));
            assertThat(digests().get("redis")).isEqualTo(before.get("redis"));
          });
    }
  }

  @Test
  void areFoundWhereNamespacesAreListed() {
    try (var _ = OperatorUnderTest.watching(cluster.namespace())) {
      cluster.apply("media", WITH_AUTHORITIES);
      configMap(Map.of("bundle.pem", "first"));
      await().until(() -> cluster.deployment("media") != null);
    }
  }

  private Map<String, String> digests() {
    return DesiredDeployment.secretDigests(cluster.deployment("media"));
  }

  private void configMap(Map<String, String> data) {
    cluster
        .admin()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("authorities")
                .withNamespace(cluster.namespace())
                .endMetadata()
                .withData(data)
                .build())
        .forceConflicts()
        .serverSideApply();
  }
}
