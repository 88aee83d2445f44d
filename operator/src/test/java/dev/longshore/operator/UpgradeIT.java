package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A new operator with a new image does not restart the world. */
class UpgradeIT {

  private static final String NEW = "longshore/upload-service:next";
  private static final List<String> SERVICES =
      IntStream.range(0, 5).mapToObj(i -> "media-" + i).toList();

  private final Cluster cluster = Cluster.create();

  @BeforeEach
  void runOnTheOldOperator() {
    cluster.redisSecret("redis:6379");
    try (var _ = OperatorUnderTest.watching(cluster.namespace())) {
      SERVICES.forEach(name -> cluster.ready(name, Yaml.TRIAL));
    }
  }

  @Test
  void replacesPodsOfAFewServicesAtATimeAndGoesOnAsTheyGetReady() {
    try (var _ = OperatorUnderTest.bringing(NEW, cluster.namespace())) {
      await().until(() -> upgraded().size() == OperatorUnderTest.UPGRADES_AT_ONCE);
      OperatorUnderTest.settle();
      assertThat(upgraded()).as("none is ready yet").hasSize(2);
      var waiting = SERVICES.stream().filter(name -> !upgraded().contains(name)).toList();
      waiting.forEach(name -> {
        var condition = cluster.awaitCondition(name, "Upgraded", "False", "WaitingForTurn");
        assertThat(condition.getMessage()).contains(upgraded().getFirst());
        cluster.awaitCondition(name, "Ready", "True", "AllPodsReady");
      });

      for (int ready = 0; ready < SERVICES.size(); ready++) {
        var next = upgraded().get(ready);
        cluster.pretendPods(next, 1);
        var expected = Math.min(SERVICES.size(), ready + 1 + OperatorUnderTest.UPGRADES_AT_ONCE);
        await().atMost(Duration.ofSeconds(20)).until(() -> upgraded().size() == expected);
      }
      SERVICES.forEach(name -> await().until(() -> cluster.condition(name, "Upgraded").isEmpty()));
    }
  }

  @Test
  void aChangeOfTheResourceOrItsSecretDoesNotWait() {
    try (var _ = OperatorUnderTest.bringing(NEW, cluster.namespace())) {
      await().until(() -> upgraded().size() == OperatorUnderTest.UPGRADES_AT_ONCE);
      var waiting = SERVICES.stream().filter(name -> !upgraded().contains(name)).toList();
      cluster.awaitCondition(waiting.getFirst(), "Upgraded", "False", "WaitingForTurn");

      cluster.apply(waiting.getFirst(), Yaml.TRIAL + "limits: {maxChunkSize: 1Mi}\n");
      await().until(() -> upgraded().contains(waiting.getFirst()));
      assertThat(upgraded()).hasSize(3);

      cluster.redisSecret("redis-2:6379");
      await().until(() -> upgraded().size() == SERVICES.size());
      await().until(() -> cluster.events("SecretChanged").size() == SERVICES.size());
      OperatorUnderTest.settle();
      assertThat(cluster.events("SecretChanged"))
          .as("told once, whoever waited")
          .hasSize(SERVICES.size())
          .allSatisfy(event -> assertThat(event.getCount()).isEqualTo(1));
    }
  }

  @Test
  void whatIsDeletedGivesItsTurnUp() {
    try (var _ = OperatorUnderTest.bringing(NEW, cluster.namespace())) {
      await().until(() -> upgraded().size() == OperatorUnderTest.UPGRADES_AT_ONCE);
      var first = upgraded().getFirst();
      cluster.admin().resource(cluster.service(first)).delete();
      await().atMost(Duration.ofSeconds(45)).until(() -> upgraded().size() == 3);
    }
  }

  /** In the order of their turns. */
  private List<String> upgraded() {
    return SERVICES.stream()
        .filter(name -> image(name).equals(NEW))
        .sorted(java.util.Comparator.comparing(this::changed))
        .toList();
  }

  private String image(String name) {
    return cluster
        .deployment(name)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
  }

  /** Ready ones first: they have been written since. */
  private Integer changed(String name) {
    var deployment = cluster.deployment(name);
    var generation = deployment.getMetadata().getGeneration();
    return generation.equals(deployment.getStatus().getObservedGeneration()) ? 0 : 1;
  }
}
