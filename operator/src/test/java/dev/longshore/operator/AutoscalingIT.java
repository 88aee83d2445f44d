package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many pods there are is said by one only, whoever that is. */
class AutoscalingIT {

  private static final String AUTOSCALED =
      Yaml.SHARED + "autoscaling: {minReplicas: 2, maxReplicas: 9}\n";

  private final Cluster cluster = Cluster.create();
  private OperatorUnderTest operator;

  @BeforeEach
  void start() {
    cluster.redisSecret("redis:6379");
    cluster.claim("ReadWriteMany");
    operator = OperatorUnderTest.watchingAll();
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void theNumberOfPodsStaysWhenAnAutoscalerTakesOver() {
    cluster.ready("media", Yaml.SHARED);
    var before = replicas();
    assertThat(before).isGreaterThan(1);

    cluster.apply("media", AUTOSCALED);
    await().until(() -> cluster.get(HorizontalPodAutoscaler.class, "media") != null);
    OperatorUnderTest.settle();
    assertThat(replicas()).as("nobody's number would have become 1").isEqualTo(before);

    scale(7);
    cluster.apply("media", AUTOSCALED + "limits: {maxChunkSize: 1Mi}");
    awaitVariable("LONGSHORE_LIMITS_MAX_CHUNK_SIZE");
    assertThat(replicas()).isEqualTo(7);
  }

  @Test
  void theNumberIsOursAgainWithoutIt() {
    cluster.apply("media", AUTOSCALED);
    await().until(() -> cluster.get(HorizontalPodAutoscaler.class, "media") != null);
    scale(7);

    cluster.apply("media", Yaml.SHARED);

    await().until(() -> cluster.get(HorizontalPodAutoscaler.class, "media") == null);
    await()
        .untilAsserted(
            () -> assertThat(replicas()).isEqualTo(cluster.service("media").getSpec().replicas()));
  }

  @Test
  void anAutoscalerOfSomebodyElseIsNotFought() {
    cluster.ready("media", Yaml.SHARED);
    cluster.admin().resource(foreign()).create();
    await().until(() -> !deploymentIsScaledByUs());

    scale(5);
    var writes = OperatorUnderTest.writes();
    cluster.apply("media", Yaml.SHARED + "limits: {maxChunkSize: 1Mi}");
    awaitVariable("LONGSHORE_LIMITS_MAX_CHUNK_SIZE");
    OperatorUnderTest.settle();

    assertThat(replicas()).isEqualTo(5);
    assertThat(writes.list()).filteredOn(write -> write.contains(" deployments ")).hasSize(1);

    cluster.admin().resource(foreign()).delete();
    await()
        .untilAsserted(
            () -> assertThat(replicas()).isEqualTo(cluster.service("media").getSpec().replicas()));
  }

  @Test
  void writesNothingAtRestOnceHandedOver() {
    cluster.ready("media", Yaml.SHARED);
    cluster.apply("media", AUTOSCALED);
    await().until(() -> cluster.get(HorizontalPodAutoscaler.class, "media") != null);
    OperatorUnderTest.settle();

    operator.close();
    var writes = OperatorUnderTest.writes();
    operator = OperatorUnderTest.watchingAll();

    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(8))
        .untilAsserted(() ->
            assertThat(writes.list()).noneMatch(write -> write.contains(cluster.namespace())));
  }

  /** As the autoscaler's controller does it. */
  private void scale(int replicas) {
    cluster
        .admin()
        .apps()
        .deployments()
        .inNamespace(cluster.namespace())
        .withName("media")
        .scale(replicas);
  }

  private int replicas() {
    return cluster.deployment("media").getSpec().getReplicas();
  }

  private boolean deploymentIsScaledByUs() {
    return cluster.deployment("media").getMetadata().getManagedFields().stream()
        .filter(entry -> "longshore".equals(entry.getManager()))
        .anyMatch(entry -> entry.getFieldsV1().toString().contains("f:replicas"));
  }

  private void awaitVariable(String name) {
    await()
        .until(() ->
            cluster
                .deployment("media")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .stream()
                .anyMatch(variable -> name.equals(variable.getName())));
  }

  private HorizontalPodAutoscaler foreign() {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withName("keda-hpa-media")
        .withNamespace(cluster.namespace())
        .endMetadata()
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", "media")
        .withMaxReplicas(9)
        .endSpec()
        .build();
  }
}
