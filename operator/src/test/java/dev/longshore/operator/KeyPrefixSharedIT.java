package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two resources never work on the same sessions. */
class KeyPrefixSharedIT {

  private static final String OLDER =
      """
      redis: {secretRef: {name: app-secrets}, keyPrefix: 'media:'}
      storage: {filesystem: {ephemeral: {}}}
      """;
  private static final String OTHER_KEY =
      OLDER.replace("{name: app-secrets}", "{name: app-secrets, key: other}");

  private final Cluster cluster = Cluster.create();
  private OperatorUnderTest operator;

  @BeforeEach
  void start() {
    cluster.secret(
        Map.of(
            Cluster.KEY,
            "redis:6379,password=one",
            "other",
            "redis://somebody:else@REDIS",
            "elsewhere",
            "redis-2:6379"));
    operator = OperatorUnderTest.watchingAll();
    cluster.ready("a-older", OLDER);
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void theNewerIsStoppedAndTheOlderGoesOn() {
    cluster.apply("b-newer", OTHER_KEY);

    var told = cluster.awaitCondition("b-newer", "Stalled", "True", "KeyPrefixShared");
    assertThat(told.getMessage())
        .contains(cluster.namespace() + "/a-older", "media:", "database 0");
    assertThat(cluster.deployment("b-newer")).isNull();
    cluster.apply("a-older", OLDER + "limits: {maxChunkSize: 1Mi}");
    cluster.awaitCondition("a-older", "Ready", "False", "RollingOut");

    cluster.admin().resource(cluster.service("a-older")).delete();
    await().atMost(Duration.ofSeconds(45)).until(() -> cluster.deployment("b-newer") != null);
  }

  @Test
  void anotherDatabasePrefixOrRedisIsNoConflict() {
    cluster.apply("b-database", OLDER.replace("'media:'", "'media:', database: 1"));
    cluster.apply("b-prefix", OLDER.replace("media:", "other:"));
    cluster.apply("b-redis", OTHER_KEY.replace("other", "elsewhere"));
    cluster.apply("b-default", Yaml.TRIAL);

    for (var name : new String[] {"b-database", "b-prefix", "b-redis", "b-default"}) {
      cluster.awaitCondition(name, "Ready", "False", "RollingOut");
    }
  }
}
