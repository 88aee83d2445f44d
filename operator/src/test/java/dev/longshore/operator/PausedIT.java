package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Kubectl;
import dev.longshore.operator.cluster.Yaml;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people ask for by annotations: to be left alone, and new pods. */
class PausedIT {

  private static final String CHANGED = Yaml.TRIAL + "limits: {maxChunkSize: 1Mi}\n";

  private final Cluster cluster = Cluster.create();
  private final Kubectl kubectl = new Kubectl(cluster.namespace());
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
  void nothingIsChangedWhilePausedAndEverythingAfterwards() {
    annotate("longshore.dev/paused=true");
    var paused = cluster.awaitCondition("media", "Paused", "True", "PausedByAnnotation");
    assertThat(paused.getMessage()).contains("annotate uploadservice media longshore.dev/paused-");
    assertThat(cluster.condition("media", "Ready").orElseThrow().getStatus()).isEqualTo("True");

    var writes = OperatorUnderTest.writes();
    cluster.apply("media", CHANGED);
    cluster.admin().services().inNamespace(cluster.namespace()).withName("media").delete();
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(6))
        .until(() -> writes.list().stream().noneMatch(write -> !write.contains("uploadservices")));
    var service = cluster.service("media");
    assertThat(service.getStatus().observedGeneration())
        .as("tools that wait must see that the change was not acted upon")
        .isLessThan(service.getMetadata().getGeneration());

    annotate("longshore.dev/paused-");
    await().until(() -> cluster.get(Service.class, "media") != null);
    await()
        .untilAsserted(() -> {
          assertThat(cluster.condition("media", "Paused")).isEmpty();
          assertThat(cluster.service("media").getStatus().observedGeneration())
              .isEqualTo(cluster.service("media").getMetadata().getGeneration());
        });
  }

  @Test
  void saysSoOnceInAnEvent() {
    annotate("longshore.dev/paused=true");
    cluster.awaitCondition("media", "Paused", "True", "PausedByAnnotation");
    cluster.apply("media", CHANGED);

    await()
        .untilAsserted(() ->
            assertThat(kubectl.must("get", "events", "-o", "custom-columns=R:.reason,C:.count"))
                .containsPattern("PausedByAnnotation +1"));
  }

  @Test
  void aNewTimeOfRestartReplacesThePods() {
    annotate("longshore.dev/restarted-at=2026-11-25T08:00:00Z");

    await()
        .untilAsserted(() ->
            assertThat(
                    cluster
                        .deployment("media")
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getAnnotations())
                .containsEntry("longshore.dev/restarted-at", "2026-11-25T08:00:00Z"));
  }

  private void annotate(String annotation) {
    kubectl.must("annotate", "--overwrite", "uploadservice", "media", annotation);
  }
}
