package dev.longshore.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import org.junit.jupiter.api.Test;

/** Objects that values add to the release, or take from it. */
class FurtherValuesTest {

  @Test
  void nothingIsAddedUnasked() {
    assertThat(Rendered.with("{}").objects())
        .extracting(HasMetadata::getKind)
        .containsOnly(
            "CustomResourceDefinition",
            "ServiceAccount",
            "ClusterRole",
            "ClusterRoleBinding",
            "Role",
            "RoleBinding",
            "Deployment");
  }

  @Test
  void theCrdGoesWithTheReleaseWhereThatIsWanted() {
    var crd = Rendered.with("crds: {keep: false}").only(CustomResourceDefinition.class);
    assertThat(crd.getMetadata().getAnnotations())
        .doesNotContainEntry("helm.sh/resource-policy", "keep");
  }

  @Test
  void theServiceAccountMayHaveANameAndAnnotations() {
    var rendered =
        Rendered.with("serviceAccount: {name: uploads, annotations: {cloud/role: operator}}");
    var account = rendered.only(ServiceAccount.class);
    assertThat(account.getMetadata().getName()).isEqualTo("uploads");
    assertThat(account.getMetadata().getAnnotations()).containsEntry("cloud/role", "operator");
    assertIsUsed(rendered, "uploads");
  }

  @Test
  void anotherServiceAccountMayBeUsed() {
    var rendered = Rendered.with("serviceAccount: {create: false, name: theirs}");
    assertThat(rendered.all(ServiceAccount.class)).isEmpty();
    assertIsUsed(rendered, "theirs");
  }

  private static void assertIsUsed(Rendered rendered, String account) {
    assertThat(rendered.pod().getSpec().getServiceAccountName()).isEqualTo(account);
    assertThat(rendered.only(ClusterRoleBinding.class).getSubjects().getFirst().getName())
        .isEqualTo(account);
    assertThat(rendered.only(RoleBinding.class).getSubjects().getFirst().getName())
        .isEqualTo(account);
  }

  @Test
  void severalPodsHaveABudget() {
    var rendered = Rendered.with("replicas: 2");
    var budget = rendered.only(PodDisruptionBudget.class);
    assertThat(budget.getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1));
    assertThat(budget.getSpec().getSelector())
        .isEqualTo(rendered.only(Deployment.class).getSpec().getSelector());
    assertThat(
            Rendered.with("{replicas: 3, podDisruptionBudget: {maxUnavailable: 50%}}")
                .only(PodDisruptionBudget.class)
                .getSpec()
                .getMaxUnavailable())
        .isEqualTo(new IntOrString("50%"));
    assertThat(
            Rendered.with("{replicas: 2, podDisruptionBudget: {enabled: false}}")
                .all(PodDisruptionBudget.class))
        .isEmpty();
  }

  @Test
  void aNetworkPolicyLeavesTheWayToTheApiServer() {
    var spec =
        Rendered.with(
                """
                networkPolicy:
                  enabled: true
                  metricsFrom: [{namespaceSelector: {matchLabels: {a: monitoring}}}]
                  apiServer: [{ipBlock: {cidr: 10.0.0.1/32}}]
                  apiServerPorts: [6443]
                  egress: [{ports: [{port: 4318}]}]
                """)
            .only(NetworkPolicy.class)
            .getSpec();
    assertThat(spec.getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(spec.getIngress().getFirst().getFrom()).hasSize(1);
    assertThat(spec.getIngress().getFirst().getPorts().getFirst().getPort())
        .isEqualTo(new IntOrString("health"));
    assertThat(spec.getEgress().getFirst().getPorts())
        .allSatisfy(port -> assertThat(port.getPort()).isEqualTo(new IntOrString(53)));
    var apiServer = spec.getEgress().get(1);
    assertThat(apiServer.getTo().getFirst().getIpBlock().getCidr()).isEqualTo("10.0.0.1/32");
    assertThat(apiServer.getPorts())
        .extracting(port -> port.getPort())
        .containsExactly(new IntOrString(6443));
    assertThat(spec.getEgress().getLast().getPorts().getFirst().getPort())
        .isEqualTo(new IntOrString(4318));
  }

  @Test
  void aPodMonitorFindsTheMetrics() {
    var monitor =
        Rendered.with("monitoring: {kind: PodMonitor, interval: 1m, labels: {release: prom}}")
            .only(PodMonitor.class);
    assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prom");
    var endpoint = monitor.getSpec().getPodMetricsEndpoints().getFirst();
    assertThat(endpoint.getPort()).isEqualTo("health");
    assertThat(endpoint.getInterval()).isEqualTo("1m");
  }

  @Test
  void aServiceMonitorHasAServiceToLookAt() {
    var rendered = Rendered.with("monitoring: {kind: ServiceMonitor}");
    var service = rendered.only(Service.class);
    var monitor = rendered.only(ServiceMonitor.class);
    assertThat(service.getMetadata().getLabels())
        .containsAllEntriesOf(monitor.getSpec().getSelector().getMatchLabels());
    assertThat(service.getSpec().getSelector())
        .isEqualTo(rendered.only(Deployment.class).getSpec().getSelector().getMatchLabels());
    assertThat(monitor.getSpec().getEndpoints().getFirst().getPort())
        .isEqualTo(service.getSpec().getPorts().getFirst().getName());
  }

  @Test
  void objectsOfTheUsersOwnAreRendered() {
    var map =
        Rendered.with(
                """
                extraObjects:
                - apiVersion: v1
                  kind: ConfigMap
                  metadata: {name: "{{ .Release.Name }}-notes"}
                """)
            .only(ConfigMap.class);
    assertThat(map.getMetadata().getName()).isEqualTo("longshore-notes");
  }
}
