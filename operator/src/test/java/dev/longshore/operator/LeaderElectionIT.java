package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Chart;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import dev.longshore.operator.config.LeaseConfig;
import dev.longshore.operator.config.OperatorPod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several operators, one of which works. */
class LeaderElectionIT {

  // The chart's role names this lease and no other.
  private static final String LEASE = Chart.SERVICE_ACCOUNT;
  private static final String DEPLOYMENT = Chart.SERVICE_ACCOUNT;

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

  @Test
  void theLeaseBelongsToTheDeploymentAndToWhoeverLeads() {
    try (var _ = elect("older")) {
      awaitHolder("older");
      assertThat(owners()).isEmpty();
    }
    var deployment =
        "Deployment %s %s".formatted(DEPLOYMENT, deployment().get().getMetadata().getUid());
    try (var _ = elect("first", "1")) {
      await().untilAsserted(() -> assertThat(owners()).containsExactly(deployment, "Pod first 1"));
      var renewed = lease().getSpec().getRenewTime();
      await().until(() -> lease().getSpec().getRenewTime().isAfter(renewed));
      assertThat(owners()).containsExactly(deployment, "Pod first 1");
    }
    assertThat(owners()).as("given back").containsExactly(deployment, "Pod first 1");
    try (var _ = elect("second", "2")) {
      await().untilAsserted(() -> assertThat(owners()).containsExactly(deployment, "Pod second 2"));
    }
  }

  @Test
  void whoeverHasNoDeploymentLeadsAllTheSame() {
    deployment().delete();
    try (var _ = elect("first", "1")) {
      cluster.redisSecret("redis:6379");
      cluster.ready("media", Yaml.TRIAL);
      assertThat(owners()).isEmpty();
    }
  }

  private OperatorUnderTest elect(String identity) {
    return OperatorUnderTest.electing(
        cluster.namespace(), LeaseConfig.of(Chart.NAMESPACE, LEASE, identity));
  }

  private OperatorUnderTest elect(String name, String uid) {
    var usual = LeaseConfig.of(Chart.NAMESPACE, LEASE, name);
    return OperatorUnderTest.electing(
        cluster.namespace(),
        new LeaseConfig(
            usual.namespace(),
            usual.name(),
            usual.identity(),
            usual.duration(),
            usual.renewDeadline(),
            usual.retryPeriod(),
            Optional.of(new OperatorPod(DEPLOYMENT, uid))));
  }

  /** The chart's, whose pods nobody starts here. */
  private Resource<Deployment> deployment() {
    return cluster.admin().apps().deployments().inNamespace(Chart.NAMESPACE).withName(DEPLOYMENT);
  }

  private List<String> owners() {
    return lease().getMetadata().getOwnerReferences().stream()
        .map(owner -> "%s %s %s".formatted(owner.getKind(), owner.getName(), owner.getUid()))
        .toList();
  }

  private Lease lease() {
    return cluster.admin().leases().inNamespace(Chart.NAMESPACE).withName(LEASE).get();
  }

  private void awaitHolder(String identity) {
    await().atMost(Duration.ofSeconds(30)).until(() -> identity.equals(holder()));
  }

  private String holder() {
    var lease = lease();
    var holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return holder == null ? "" : holder;
  }
}
