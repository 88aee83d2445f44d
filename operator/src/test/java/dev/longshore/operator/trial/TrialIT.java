package dev.longshore.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longshore.operator.cluster.Chart;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.KubeApi;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The trial with the rights that the chart's hook gives it. There is no operator here: what it says
 * then is what helps. That it finds one, and uploads, is shown on a cluster.
 */
class TrialIT {

  private static final String VALUES = "test: {namespace: trials}";

  private final Cluster cluster = Cluster.create("trials", Map.of());
  private final KubernetesClient client =
      KubeApi.start()
          .as(Chart.NAMESPACE, "longshore-operator-trial", new KubernetesSerialization());
  private final TrialResource resource = new TrialResource(client, "trials", "longshore-trial");

  @BeforeEach
  void makeItsRole() {
    Chart.renderHooks(VALUES).stream()
        .filter(hook -> !"Pod".equals(hook.getKind()))
        .forEach(hook -> cluster.admin().resource(hook).forceConflicts().serverSideApply());
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void saysThatNobodyAnswersAndLeavesNothing() {
    assertThatThrownBy(() -> Trial.run(resource, Map.of("LONGSHORE_TRIAL_SECONDS", "1")))
        .isInstanceOf(TrialFailure.class)
        .hasMessageContaining("trials/longshore-trial did not become SecretsResolved=False")
        .hasMessageContaining("does the operator run, and watch this namespace?");
    assertThat(cluster.service("longshore-trial")).isNull();
  }

  @Test
  void takesAwayWhatAKilledOneLeft() {
    resource.create("left");
    assertThatThrownBy(() ->
            Trial.run(
                resource,
                Map.of("LONGSHORE_TRIAL_SECONDS", "1", "LONGSHORE_TRIAL_REDIS_SECRET", "redis")))
        .hasMessageContaining("did not become Ready=True");
    assertThat(cluster.service("longshore-trial")).isNull();
  }
}
