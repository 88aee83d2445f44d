package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When there is nothing to do, nothing is done: not one write, by the API server's own audit. */
class RestIT {

  private static final String ODD_BUT_VALID =
      """
      replicas: 2
      redis: {secretRef: {name: app-secrets}, sessionTtl: 90m}
      storage: {filesystem: {claimName: uploads}}
      limits: {maxUploadSize: 1024Mi, maxChunkSize: 1048576}
      resources:
        requests: {cpu: 0.25, memory: 131072Ki}
        limits: {cpu: 1000m, memory: 0.5Gi}
      """;

  private static final String ODD_VOLUME =
      """
      redis: {secretRef: {name: app-secrets}}
      storage: {filesystem: {ephemeral: {sizeLimit: 2048Mi}}}
      """;

  private final Cluster cluster = Cluster.create();

  @Test
  void writesNothingAtRestNorAtARestart() {
    cluster.redisSecret("redis:6379");
    cluster.claim("ReadWriteMany");
    try (var operator = OperatorUnderTest.watchingAll()) {
      cluster.ready("shared", Yaml.SHARED);
      cluster.ready("odd", ODD_BUT_VALID);
      cluster.ready("volume", ODD_VOLUME);
      cluster.apply("waiting", Yaml.TRIAL.replace("app-secrets", "no-such-secret"));
      cluster.awaitCondition("waiting", "SecretsResolved", "False", "SecretNotFound");
      OperatorUnderTest.settle();

      var writes = OperatorUnderTest.writes();
      await()
          .during(Duration.ofSeconds(20))
          .atMost(Duration.ofSeconds(25))
          .untilAsserted(() -> assertThat(writes.list()).isEmpty());
      assertThat(operator.hasLost()).isFalse();
    }

    var writes = OperatorUnderTest.writes();
    try (var _ = OperatorUnderTest.watchingAll()) {
      await()
          .during(Duration.ofSeconds(8))
          .atMost(Duration.ofSeconds(12))
          .untilAsserted(() -> assertThat(writes.list()).isEmpty());
    }
  }

  @Test
  void aNewServiceCostsOneWriteForEachObjectAndFewForItsStatus() {
    cluster.redisSecret("redis:6379");
    try (var _ = OperatorUnderTest.watchingAll()) {
      OperatorUnderTest.settle();
      var writes = OperatorUnderTest.writes();
      cluster.ready("media", Yaml.TRIAL);
      OperatorUnderTest.settle();

      assertThat(writes.list())
          .filteredOn(write -> write.startsWith("patch") && !write.contains("status"))
          .extracting(write -> write.split(" ")[1])
          .containsExactlyInAnyOrder(
              "serviceaccounts",
              "services",
              "networkpolicies",
              "deployments",
              "poddisruptionbudgets");
      assertThat(writes.list()).filteredOn(write -> write.contains("/status")).hasSize(2);
      assertThat(writes.list()).hasSize(7);
    }
  }
}
