package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our fields are put right; the fields of others are theirs. */
class DriftIT {

  private static final String INSTANCE = "app.kubernetes.io/instance";

  private final Cluster cluster = Cluster.create();
  private OperatorUnderTest operator;

  @BeforeEach
  void start() {
    cluster.redisSecret("redis:6379");
    operator = OperatorUnderTest.watchingAll();
    cluster.ready("media", Yaml.TRIAL);
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void ourFieldsAreRepaired() {
    edit(deployment -> deployment.getSpec().setReplicas(7));
    await().untilAsserted(() -> assertThat(deployment().getSpec().getReplicas()).isEqualTo(1));

    edit(deployment ->
        deployment
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .setImage("somebody/else:1"));
    await()
        .untilAsserted(() ->
            assertThat(
                    deployment()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage())
                .isEqualTo(OperatorUnderTest.IMAGE));
  }

  @Test
  void whatWasFoundToBeRightIsRepairedEachTimeItChanges() {
    for (int time = 0; time < 2; time++) {
      OperatorUnderTest.settle();
      cluster
          .admin()
          .services()
          .inNamespace(cluster.namespace())
          .withName("media")
          .edit(service -> {
            service.getSpec().getSelector().put(INSTANCE, "somebody-else");
            return service;
          });
      await()
          .untilAsserted(() ->
              assertThat(cluster.get(Service.class, "media").getSpec().getSelector())
                  .containsEntry(INSTANCE, "media"));
    }
  }

  @Test
  void lostLabelsAndOwnersAreRepaired() {
    edit(deployment -> deployment.getMetadata().getLabels().remove("app.kubernetes.io/managed-by"));
    await()
        .untilAsserted(() ->
            assertThat(deployment().getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "longshore"));

    edit(deployment -> deployment.getMetadata().setOwnerReferences(List.of()));
    cluster.apply("media", Yaml.TRIAL + "limits: {maxChunkSize: 1Mi}");
    await()
        .untilAsserted(
            () -> assertThat(deployment().getMetadata().getOwnerReferences()).hasSize(1));
  }

  @Test
  void aDeletedObjectComesBack() {
    cluster.admin().services().inNamespace(cluster.namespace()).withName("media").delete();
    await().untilAsserted(() -> assertThat(cluster.get(Service.class, "media")).isNotNull());
  }

  @Test
  void foreignFieldsAreLeftAlone() {
    OperatorUnderTest.settle();
    var writes = OperatorUnderTest.writes();
    edit(deployment -> {
      deployment.getMetadata().getAnnotations().put("team", "media");
      deployment.getSpec().getTemplate().getSpec().setPriorityClassName("");
      deployment.getSpec().setMinReadySeconds(3);
    });
    cluster
        .admin()
        .services()
        .inNamespace(cluster.namespace())
        .withName("media")
        .edit(service -> {
          service.getMetadata().setAnnotations(Map.of("mesh", "on"));
          return service;
        });

    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(6))
        .untilAsserted(() ->
            assertThat(writes.list())
                .noneMatch(write -> write.contains("deployments") || write.contains("services ")));
    assertThat(deployment().getSpec().getMinReadySeconds()).isEqualTo(3);
    assertThat(deployment().getMetadata().getAnnotations()).containsEntry("team", "media");
  }

  private Deployment deployment() {
    return cluster.deployment("media");
  }

  private void edit(Consumer<Deployment> change) {
    cluster
        .admin()
        .apps()
        .deployments()
        .inNamespace(cluster.namespace())
        .withName("media")
        .edit(deployment -> {
          change.accept(deployment);
          return deployment;
        });
  }
}
