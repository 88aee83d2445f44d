package dev.longshore.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import dev.longshore.operator.cluster.Chart;
import dev.longshore.operator.config.OperatorConfig;
import dev.longshore.operator.config.OperatorPod;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChartTest {

  private static final Map<String, String> LISTED =
      Map.of("watchNamespaces[0]", "team-a", "watchNamespaces[1]", "team-b");

  @Test
  void lintsWithoutAWord() {
    var result = new Helm(Chart.FOLDER).lint().strict().call();
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages()).noneMatch(m -> m.contains("WARNING") || m.contains("ERROR"));
  }

  @Test
  void bringsTheCrdAndKeepsItWhenUninstalled() {
    var crd = only(CustomResourceDefinition.class, Map.of());
    assertThat(crd.getMetadata().getAnnotations()).containsEntry("helm.sh/resource-policy", "keep");
    assertThat(all(CustomResourceDefinition.class, Map.of("crds.install", "false"))).isEmpty();
  }

  @Test
  void mayDoWhatItDoesAndNoMore() {
    assertThat(rules(named(ClusterRole.class, Chart.SERVICE_ACCOUNT).getRules()))
        .containsExactlyInAnyOrder(
            "uploadservices: list, watch",
            "uploadservices/status: patch",
            "deployments: get, list, watch, create, patch",
            "services: get, list, watch, create, patch",
            "serviceaccounts: get, list, watch, create, patch, delete",
            "networkpolicies: get, list, watch, create, patch, delete",
            "ingresses: get, list, watch, create, patch, delete",
            "poddisruptionbudgets: get, list, watch, create, patch, delete",
            "horizontalpodautoscalers: get, list, watch, create, patch, delete",
            "httproutes: get, list, watch, create, patch, delete",
            "servicemonitors: get, list, watch, create, patch, delete",
            "podmonitors: get, list, watch, create, patch, delete",
            "secrets: list, watch",
            "configmaps: list, watch",
            "persistentvolumeclaims: list, watch",
            "pods: list, watch",
            "events: get, create, patch");
  }

  @Test
  void letsWhoMayEditANamespaceEditItsUploadServices() {
    var edit = named(ClusterRole.class, Chart.SERVICE_ACCOUNT + "-edit");
    assertThat(edit.getMetadata().getLabels())
        .containsEntry("rbac.authorization.k8s.io/aggregate-to-edit", "true")
        .containsEntry("rbac.authorization.k8s.io/aggregate-to-admin", "true");
    assertThat(named(ClusterRole.class, Chart.SERVICE_ACCOUNT + "-view").getMetadata().getLabels())
        .containsEntry("rbac.authorization.k8s.io/aggregate-to-view", "true");
  }

  @Test
  void hasNothingClusterWideWhenNamespacesAreListed() {
    assertThat(Chart.render(LISTED))
        .extracting(HasMetadata::getKind)
        .doesNotContain("ClusterRole", "ClusterRoleBinding");
    assertThat(all(Role.class, LISTED))
        .extracting(role -> role.getMetadata().getNamespace())
        .containsExactlyInAnyOrder("team-a", "team-b", Chart.NAMESPACE);
    assertThat(environment(LISTED)).containsEntry("LONGSHORE_WATCH_NAMESPACES", "team-a,team-b");
  }

  @Test
  void tellsTheOperatorWhatItWantsToKnow() {
    var settings =
        OperatorConfig.from(
            environment(Map.of("uploadService.image", "registry.example/upload:1")));
    assertThat(settings.uploadServiceImage()).isEqualTo("registry.example/upload:1");
    assertThat(settings.watchNamespaces()).isEmpty();
    assertThat(settings.healthPort()).isEqualTo(8081);
    assertThat(settings.lease().orElseThrow().namespace()).isEqualTo(Chart.NAMESPACE);
    assertThat(settings.lease().orElseThrow().name()).isEqualTo("longshore-operator");
    assertThat(settings.lease().orElseThrow().pod())
        .hasValue(new OperatorPod("longshore-operator", "uid"));
  }

  @Test
  void obeysTheRestrictedStandard() {
    var pod = only(Deployment.class, Map.of()).getSpec().getTemplate().getSpec();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    var container = pod.getContainers().getFirst();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getResources().getLimits()).containsKey("memory");
  }

  @Test
  void bringsADashboardWhereItIsWanted() throws Exception {
    assertThat(all(ConfigMap.class, Map.of())).isEmpty();
    var dashboard =
        only(
            ConfigMap.class, Map.of("dashboard.enabled", "true", "dashboard.namespace", "grafana"));
    assertThat(dashboard.getMetadata().getNamespace()).isEqualTo("grafana");
    assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(new ObjectMapper().readTree(dashboard.getData().get("longshore-uploads.json")))
        .isEqualTo(
            new ObjectMapper().readTree(Chart.FOLDER.resolve("files/dashboard.json").toFile()));
  }

  @Test
  void refusesValuesItDoesNotKnow() {
    assertThatThrownBy(() -> Chart.yaml(Map.of("watchNamespace", "typo")))
        .hasMessageContaining("watchNamespace");
    assertThatThrownBy(() -> Chart.yaml(Map.of("watchNamespaces[0]", "Not_A_Namespace")))
        .hasMessageContaining("watchNamespaces");
  }

  private static Map<String, String> environment(Map<String, String> values) {
    var environment =
        only(Deployment.class, values)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getEnv()
            .stream()
            .filter(variable -> variable.getValue() != null)
            .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    environment.put("LONGSHORE_POD_NAME", "pod");
    environment.put("LONGSHORE_POD_UID", "uid");
    return environment;
  }

  private static List<String> rules(List<PolicyRule> rules) {
    return rules.stream()
        .flatMap(rule ->
            rule.getResources().stream()
                .map(resource -> resource + ": " + String.join(", ", rule.getVerbs())))
        .toList();
  }

  private static <R extends HasMetadata> R only(Class<R> type, Map<String, String> values) {
    var found = all(type, values);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static <R extends HasMetadata> R named(Class<R> type, String name) {
    return all(type, Map.of()).stream()
        .filter(object -> name.equals(object.getMetadata().getName()))
        .findFirst()
        .orElseThrow();
  }

  private static <R extends HasMetadata> List<R> all(Class<R> type, Map<String, String> values) {
    return Stream.of(Chart.render(values))
        .flatMap(List::stream)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }
}
