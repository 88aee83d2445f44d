package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Chart;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import dev.longshore.operator.config.LeaseConfig;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several operators, one of which works. */
class LeaderElectionIT {

  // The chart's role names this lease and no other.
  private static final String LEASE = Chart.SERVICE_ACCOUNT;

  private final Cluster cluster = Cluster.create();

  @AfterEach
  void forgetTheLease() {
    cluster.admin().leases().inNamespace(Chart.NAMESPACE).withName(LEASE).delete();
  }

  @Test
  void theSecondWaitsAndTakesOverAtOnceWhenTheFirstStops() {
    cluster.redisSecret("redis:6379");
    var first = elect("first");
    awaitHolder("first");
    try (var second = elect("second")) {
      cluster.apply("one", Yaml.TRIAL);
      cluster.awaitCondition("one", "Ready", "False", "RollingOut");
      assertThat(holder()).isEqualTo("first");

      var stopped = Instant.now();
      first.close();
      awaitHolder("second");

      // Without the release it would be the lease's 15 s.
      assertThat(Duration.between(stopped, Instant.now())).isLessThan(Duration.ofSeconds(8));
      assertThat(first.hasLost()).isFalse();
      cluster.apply("two", Yaml.TRIAL);
      cluster.awaitCondition("two", "Ready", "False", "RollingOut");
      assertThat(second.hasLost()).isFalse();
    }
    assertThat(holder()).isEmpty();
  }

  @Test
  void onlyTheHolderWrites() {
    cluster.redisSecret("redis:6379");
    try (var _ = elect("first")) {
      awaitHolder("first");
      OperatorUnderTest.settle();
      var writes = OperatorUnderTest.writes();
      try (var _ = elect("second");
          var _ = elect("third")) {
        cluster.ready("media", Yaml.TRIAL);
        OperatorUnderTest.settle();

        // Three of them at work would have applied each object up to three times.
        assertThat(writes.list())
            .filteredOn(write -> write.startsWith("patch deployments "))
            .hasSize(1);
        assertThat(writes.list()).hasSize(7);
        assertThat(holder()).isEqualTo("first");
      }
    }
  }

  @Test
  void whoLosesTheLeaseEnds() {
    try (var first = elect("first")) {
      awaitHolder("first");
      cluster
          .admin()
          .leases()
          .inNamespace(Chart.NAMESPACE)
          .withName(LEASE)
          .edit(lease -> {
            lease.getSpec().setHolderIdentity("somebody-else");
            lease.getSpec().setLeaseDurationSeconds(3600);
            return lease;
          });
      await().atMost(Duration.ofSeconds(30)).until(first::hasLost);
    }
    assertThat(holder()).isEqualTo("somebody-else");
  }

  private OperatorUnderTest elect(String identity) {
    return OperatorUnderTest.electing(
        cluster.namespace(), LeaseConfig.of(Chart.NAMESPACE, LEASE, identity));
  }

  private void awaitHolder(String identity) {
    await().atMost(Duration.ofSeconds(30)).until(() -> identity.equals(holder()));
  }

  private String holder() {
    Lease lease = cluster.admin().leases().inNamespace(Chart.NAMESPACE).withName(LEASE).get();
    var holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return holder == null ? "" : holder;
  }
}
