package dev.longshore.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.operator.cluster.Chart;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code helm test} makes. */
class TrialValuesTest {

  @Test
  void isMadeByTheTestOnlyAndGoesWithIt() {
    assertThat(hooks("{}")).hasSize(4);
    assertThat(hooks("{}"))
        .allSatisfy(hook -> {
          assertThat(hook.getMetadata().getName()).isEqualTo("longshore-operator-trial");
          assertThat(hook.getMetadata().getAnnotations())
              .containsEntry("hook", "test")
              .extractingByKey("hook-delete-policy")
              .asString()
              .contains("before-hook-creation", "hook-succeeded");
        });
  }

  @Test
  void isTheSameImageAndObeysTheSameStandard() {
    var spec = pod("{}").getSpec();
    var operator = Rendered.with("{}");
    assertThat(spec.getContainers().getFirst().getImage())
        .isEqualTo(operator.container().getImage());
    assertThat(spec.getSecurityContext()).isEqualTo(operator.pod().getSpec().getSecurityContext());
    assertThat(spec.getContainers().getFirst().getSecurityContext())
        .isEqualTo(operator.container().getSecurityContext());
    assertThat(pod("{}").getMetadata().getLabels().get("app.kubernetes.io/name"))
        .isNotEqualTo(operator.pod().getMetadata().getLabels().get("app.kubernetes.io/name"));
  }

  @Test
  void looksWhereTheOperatorDoes() {
    assertThat(namespace("{}")).isEqualTo(Chart.NAMESPACE);
    assertThat(namespace("watchNamespaces: [team-a, team-b]")).isEqualTo("team-a");
    assertThat(namespace("watchNamespaces: [team-a, longshore-system]")).isEqualTo(Chart.NAMESPACE);
    assertThat(namespace("test: {namespace: team-c}")).isEqualTo("team-c");
  }

  @Test
  void takesTheRedisThatItIsGiven() {
    assertThat(pod("test: {redisSecret: app-secrets, seconds: 60}").getSpec())
        .extracting(spec -> spec.getContainers().getFirst().getEnv())
        .asList()
        .contains(
            new EnvVar("LONGSHORE_TRIAL_REDIS_SECRET", "app-secrets", null),
            new EnvVar("LONGSHORE_TRIAL_SECONDS", "60", null));
  }

  private static String namespace(String values) {
    var role = hooks(values).stream().filter(Role.class::isInstance).findFirst().orElseThrow();
    assertThat(pod(values).getSpec().getContainers().getFirst().getEnv())
        .contains(new EnvVar("LONGSHORE_TRIAL_NAMESPACE", role.getMetadata().getNamespace(), null));
    return role.getMetadata().getNamespace();
  }

  private static Pod pod(String values) {
    return (Pod) hooks(values).stream().filter(Pod.class::isInstance).findFirst().orElseThrow();
  }

  private static List<HasMetadata> hooks(String values) {
    return Chart.renderHooks(values);
  }
}
