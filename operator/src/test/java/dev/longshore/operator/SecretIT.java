package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import dev.longshore.operator.desired.DesiredDeployment;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Redis Secret, which carries no label of ours, on all its ways. */
class SecretIT {

  private static final String PASSWORD = "redis:6379,password=p-4711-secret";

  private static final String IN_S3 =
      """
      redis: {secretRef: {name: app-secrets}}
      storage: {s3: {bucket: media, credentialsSecretRef: {name: app-secrets}}}
      """;

  private final Cluster cluster = Cluster.create();
  private OperatorUnderTest operator;

  @BeforeEach
  void start() {
    operator = OperatorUnderTest.watchingAll();
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void missingSecretIsNamedAndTheServiceRecoversByItself() {
    cluster.apply("media", Yaml.TRIAL);

    var condition = cluster.awaitCondition("media", "SecretsResolved", "False", "SecretNotFound");
    assertThat(condition.getMessage())
        .contains(cluster.namespace() + "/app-secrets", Cluster.KEY, "kubectl");
    assertThat(cluster.condition("media", "Ready").orElseThrow().getStatus()).isEqualTo("False");
    assertThat(cluster.condition("media", "Stalled").orElseThrow().getStatus()).isEqualTo("False");
    assertThat(cluster.deployment("media")).isNull();

    cluster.redisSecret("redis:6379");
    cluster.awaitCondition("media", "SecretsResolved", "True", "SecretFound");
    cluster.awaitCondition("media", "Ready", "False", "RollingOut");
    assertThat(cluster.deployment("media")).isNotNull();
  }

  @Test
  void missingAndEmptyKeysAreNamed() {
    cluster.secret(Map.of("other-key", "value"));
    cluster.apply("media", Yaml.TRIAL);
    var missing = cluster.awaitCondition("media", "SecretsResolved", "False", "SecretKeyNotFound");
    assertThat(missing.getMessage())
        .contains("app-secrets", Cluster.KEY, "spec.redis.secretRef.key");

    cluster.redisSecret("  ");
    cluster.awaitCondition("media", "SecretsResolved", "False", "SecretKeyEmpty");

    cluster.redisSecret("redis:6379");
    cluster.awaitCondition("media", "SecretsResolved", "True", "SecretFound");
  }

  @Test
  void accessKeyOfS3IsAskedForByNameAndRollsThePods() {
    cluster.redisSecret("redis:6379");
    cluster.apply("media", IN_S3);
    var missing = cluster.awaitCondition("media", "SecretsResolved", "False", "SecretKeyNotFound");
    assertThat(missing.getMessage())
        .contains(
            "AWS_ACCESS_KEY_ID",
            "S3 access key's id",
            "spec.storage.s3.credentialsSecretRef.accessKeyId");

    cluster.secret(s3Secret("first"));
    cluster.awaitCondition("media", "SecretsResolved", "True", "SecretFound");
    await().until(() -> cluster.deployment("media") != null);
    var before = DesiredDeployment.secretDigests(cluster.deployment("media"));
    assertThat(before).containsOnlyKeys("redis", "s3");

    cluster.secret(s3Secret("second"));
    await()
        .untilAsserted(() -> {
          var after = DesiredDeployment.secretDigests(cluster.deployment("media"));
          assertThat(after.get("redis")).isEqualTo(before.get("redis"));
          assertThat(after.get("s3")).isNotEqualTo(before.get("s3")).isNotNull();
        });
  }

  @Test
  void certificateIsAskedForByNameAndANewOneLeavesThePodsAlone() {
    cluster.redisSecret("redis:6379");
    cluster.apply("media", Yaml.TRIAL + "tls: {secretName: app-secrets}\n");
    var missing = cluster.awaitCondition("media", "SecretsResolved", "False", "SecretKeyNotFound");
    assertThat(missing.getMessage()).contains("tls.crt", "spec.tls.secretName");

    cluster.secret(tlsSecret("first"));
    cluster.awaitCondition("media", "SecretsResolved", "True", "SecretFound");
    await().until(() -> cluster.deployment("media") != null);
    OperatorUnderTest.settle();
    var before = cluster.deployment("media").getMetadata().getGeneration();
    cluster.secret(tlsSecret("second"));
    OperatorUnderTest.settle();
    assertThat(cluster.deployment("media").getMetadata().getGeneration()).isEqualTo(before);
  }

  @Test
  void tokensOfAccessAreAskedForByNameAndChangeWithoutARoll() {
    cluster.redisSecret("redis:6379");
    cluster.apply("media", Yaml.TRIAL + "access: {tokens: {secretName: upload-tokens}}\n");
    var missing = cluster.awaitCondition("media", "SecretsResolved", "False", "SecretNotFound");
    assertThat(missing.getMessage())
        .contains("upload-tokens", "a key for each owner", "--from-literal=<owner>=");

    cluster.apply("media", Yaml.TRIAL + "access: {tokens: {secretName: app-secrets}}\n");
    cluster.awaitCondition("media", "SecretsResolved", "True", "SecretFound");
    await().until(() -> cluster.deployment("media") != null);
    OperatorUnderTest.settle();
    var before = cluster.deployment("media");
    assertThat(before.getSpec().getTemplate().getSpec().getVolumes())
        .anySatisfy(volume ->
            assertThat(volume.getSecret())
                .isNotNull()
                .matches(secret -> secret.getSecretName().equals("app-secrets")));
    cluster.secret(Map.of(Cluster.KEY, "redis:6379", "alice", "a token of alice"));
    OperatorUnderTest.settle();
    assertThat(cluster.deployment("media").getMetadata().getGeneration())
        .isEqualTo(before.getMetadata().getGeneration());
  }

  private static Map<String, String> tlsSecret(String certificate) {
    return Map.of(Cluster.KEY, "redis:6379", "tls.crt", certificate, "tls.key", "key");
  }

  private static Map<String, String> s3Secret(String secretKey) {
    return Map.of(
        Cluster.KEY, "redis:6379", "AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", secretKey);
  }

  @Test
  void podsReadTheSecretAndNobodyElseShowsItsValue() {
    cluster.redisSecret(PASSWORD);
    cluster.ready("media", Yaml.TRIAL);
    OperatorUnderTest.settle();

    var reference =
        cluster
            .deployment("media")
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getEnv()
            .stream()
            .filter(e -> "LONGSHORE_SESSION_REDIS_CONNECTION_STRING".equals(e.getName()))
            .findFirst()
            .orElseThrow()
            .getValueFrom()
            .getSecretKeyRef();
    assertThat(reference.getName()).isEqualTo("app-secrets");
    assertThat(reference.getKey()).isEqualTo(Cluster.KEY);
    assertThat(cluster.deployment("media").toString()).doesNotContain("4711");
    assertThat(cluster.service("media").toString()).doesNotContain("4711");
    assertThat(cluster.admin().v1().events().inNamespace(cluster.namespace()).list().toString())
        .doesNotContain("4711");
  }

  @Test
  void aNewValueRollsThePodsOnceAndIsTold() {
    cluster.redisSecret("redis:6379");
    cluster.ready("media", Yaml.TRIAL);
    var before = digest();

    cluster.redisSecret(PASSWORD);

    await().untilAsserted(() -> assertThat(digest()).isNotEqualTo(before));
    assertThat(cluster.deployment("media").getMetadata().getGeneration()).isEqualTo(2);
    await().untilAsserted(() -> assertThat(cluster.events("SecretChanged")).hasSize(1));
    OperatorUnderTest.settle();
    assertThat(cluster.events("SecretChanged"))
        .singleElement()
        .satisfies(event -> assertThat(event.getCount()).isEqualTo(1));
  }

  @Test
  void unrelatedEditsDoNothing() {
    cluster.redisSecret("redis:6379");
    cluster.ready("media", Yaml.TRIAL);
    OperatorUnderTest.settle();
    var writes = OperatorUnderTest.writes();

    cluster.secret(Map.of(Cluster.KEY, "redis:6379", "another-key", "new"));
    cluster
        .admin()
        .secrets()
        .inNamespace(cluster.namespace())
        .withName(Cluster.SECRET)
        .edit(secret -> {
          secret.getMetadata().setLabels(Map.of("touched", "yes"));
          return secret;
        });

    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(6))
        .untilAsserted(() -> assertThat(writes.list()).isEmpty());
  }

  @Test
  void aDeletedSecretLeavesRunningPodsAlone() {
    cluster.redisSecret("redis:6379");
    cluster.ready("media", Yaml.TRIAL);
    var generation = cluster.deployment("media").getMetadata().getGeneration();

    cluster.admin().secrets().inNamespace(cluster.namespace()).withName(Cluster.SECRET).delete();

    cluster.awaitCondition("media", "Ready", "False", "SecretNotFound");
    assertThat(cluster.condition("media", "Available").orElseThrow().getStatus()).isEqualTo("True");
    assertThat(cluster.deployment("media").getMetadata().getGeneration()).isEqualTo(generation);

    cluster.redisSecret("redis:6379");
    cluster.awaitCondition("media", "Ready", "True", "AllPodsReady");
    assertThat(cluster.deployment("media").getMetadata().getGeneration()).isEqualTo(generation);
  }

  @Test
  void anotherSecretAndKeyCanBeNamed() {
    cluster.secret(Map.of("url", "redis://redis:6379"));
    cluster.apply("media", Yaml.TRIAL);
    cluster.awaitCondition("media", "SecretsResolved", "False", "SecretKeyNotFound");

    cluster.apply("media", Yaml.TRIAL.replace("name: app-secrets", "name: app-secrets, key: url"));

    cluster.awaitCondition("media", "SecretsResolved", "True", "SecretFound");
  }

  private String digest() {
    return DesiredDeployment.secretDigests(cluster.deployment("media")).get("redis");
  }
}
