package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.operator.cluster.Chart;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.ForeignApis;
import dev.longshore.operator.cluster.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart renders is taken by a real API server that refuses unknown fields. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartOnServerIT {

  private final Cluster cluster = Cluster.create("team-a", Map.of());
  private final Kubectl kubectl = new Kubectl("");

  @TempDir Path folder;

  @BeforeAll
  void installApisOfOthers() {
    new ForeignApis(cluster.admin()).install();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "watchNamespaces: [team-a]",
        "crds: {keep: false}",
        "{replicas: 3, podDisruptionBudget: {maxUnavailable: 50%}}",
        "serviceAccount: {name: uploads, annotations: {cloud/role: operator}}",
        "serviceAccount: {create: false, name: theirs}",
        "podSecurityContext: {runAsUser: null, runAsGroup: null}",
        "monitoring: {kind: PodMonitor, labels: {release: prometheus}}",
        "monitoring: {kind: ServiceMonitor, interval: 1m}",
        "dashboard: {enabled: true, annotations: {grafana_folder: Uploads}}",
        "networkPolicy: {enabled: true}",
        """
        networkPolicy:
          enabled: true
          metricsFrom: [{namespaceSelector: {matchLabels: {a: monitoring}}}]
          apiServer: [{ipBlock: {cidr: 10.0.0.1/32}}]
        """,
        """
        annotations: {team: platform}
        podAnnotations: {team: platform}
        podLabels: {team: platform}
        priorityClassName: system-cluster-critical
        nodeSelector: {kubernetes.io/arch: amd64}
        tolerations: [{key: infra, operator: Exists, effect: NoSchedule}]
        affinity: {podAntiAffinity: {}}
        topologySpreadConstraints:
        - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}
        extraEnv: [{name: HTTPS_PROXY, value: "http://proxy:3128"}]
        imagePullSecrets: [{name: registry}]
        javaOptions: -Xss512k
        extraObjects:
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: notes, namespace: team-a}}
        """
      })
  void isTaken(String values) throws IOException {
    var file = Files.writeString(folder.resolve("rendered.yaml"), Chart.yaml(values));
    var output = kubectl.mustTake(file);
    assertThat(output).contains("longshore").doesNotContain("Warning");
  }
}
