package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a look at the claim can tell. */
class ClaimIT {

  private final Cluster cluster = Cluster.create();
  private OperatorUnderTest operator;

  @BeforeEach
  void start() {
    cluster.redisSecret("redis:6379");
    operator = OperatorUnderTest.watchingAll();
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void aMissingClaimIsNamedAndWaitedFor() {
    cluster.apply("media", Yaml.SHARED);
    assertThat(cluster.awaitCondition("media", "Ready", "False", "ClaimNotFound").getMessage())
        .contains(cluster.namespace() + "/uploads", "spec.storage.filesystem.claimName");

    cluster.claim("ReadWriteMany");

    cluster.awaitCondition("media", "Ready", "False", "RollingOut");
    var rolling = cluster.deployment("media").getSpec().getStrategy().getRollingUpdate();
    assertThat(rolling.getMaxUnavailable().getIntVal()).isZero();
    assertThat(rolling.getMaxSurge().getIntVal()).isEqualTo(1);
  }

  @Test
  void aClaimWithoutAVolumeIsToldOfUntilItHasOne() {
    cluster.unboundClaim("ReadWriteMany");
    cluster.apply("media", Yaml.SHARED);
    assertThat(cluster.awaitCondition("media", "Ready", "False", "ClaimNotBound").getMessage())
        .contains("describe pvc uploads");

    cluster.bindClaim();

    cluster.awaitCondition("media", "Ready", "False", "RollingOut");
  }

  @Test
  void aClaimThatPodsCannotShareStallsUntilThereIsOnePod() {
    cluster.claim("ReadWriteOnce");
    cluster.apply("media", Yaml.SHARED);
    assertThat(cluster.awaitCondition("media", "Stalled", "True", "ClaimNotShareable").getMessage())
        .contains("ReadWriteOnce", "ReadWriteMany", "spec.replicas");
    assertThat(cluster.deployment("media")).isNull();

    cluster.apply("media", Yaml.SHARED.replace("replicas: 3", "replicas: 1"));

    cluster.awaitCondition("media", "Stalled", "False", "NotStalled");
    cluster.awaitCondition("media", "Ready", "False", "RollingOut");
    var rolling = cluster.deployment("media").getSpec().getStrategy().getRollingUpdate();
    assertThat(rolling.getMaxUnavailable().getIntVal()).isEqualTo(1);
    assertThat(rolling.getMaxSurge().getIntVal()).isZero();
  }
}
