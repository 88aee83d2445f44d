package dev.longshore.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What values do to the operator's Deployment and pods. */
class PodValuesTest {

  private static final String DIGEST = "sha256:" + "0".repeat(64);

  @Test
  void imagesAreOfTheChartsVersion() {
    var rendered = Rendered.with("{}");
    var version = rendered.pod().getMetadata().getLabels().get("app.kubernetes.io/version");
    assertThat(rendered.container().getImage()).isEqualTo("longshore/operator:" + version);
    assertThat(rendered.variable("LONGSHORE_UPLOAD_SERVICE_IMAGE"))
        .isEqualTo("longshore/upload-service:" + version);
  }

  @Test
  void imagesMayComeFromElsewhereAndBeFixedByDigest() {
    var rendered =
        Rendered.with(
            """
            image: {repository: registry.example/op, tag: "1", digest: %1$s, pullPolicy: Always}
            imagePullSecrets: [{name: registry}]
            uploadService: {image: "registry.example/up:1", digest: %1$s}
            """
                .formatted(DIGEST));
    assertThat(rendered.container().getImage()).isEqualTo("registry.example/op:1@" + DIGEST);
    assertThat(rendered.container().getImagePullPolicy()).isEqualTo("Always");
    assertThat(rendered.pod().getSpec().getImagePullSecrets())
        .containsExactly(new LocalObjectReference("registry"));
    assertThat(rendered.variable("LONGSHORE_UPLOAD_SERVICE_IMAGE"))
        .isEqualTo("registry.example/up:1@" + DIGEST);
  }

  @Test
  void tracesAreSentOnlyWhereThatIsWanted() {
    var rendered = Rendered.with("tracing: {enabled: true, endpoint: 'http://collector:4318'}");
    assertThat(rendered.variable("LONGSHORE_TRACING_ENABLED")).isEqualTo("true");
    assertThat(rendered.variable("OTEL_EXPORTER_OTLP_ENDPOINT")).isEqualTo("http://collector:4318");
    assertThat(Rendered.with("{}").container().getEnv())
        .extracting(EnvVar::getName)
        .doesNotContain("LONGSHORE_TRACING_ENABLED", "OTEL_EXPORTER_OTLP_ENDPOINT");
  }

  @Test
  void annotationsAndLabelsStandBesideTheChartsOwn() {
    var rendered =
        Rendered.with(
            """
            annotations: {team: platform}
            podAnnotations: {sidecar.istio.io/inject: "false"}
            podLabels: {cost: shared, app.kubernetes.io/name: other}
            """);
    var deployment = rendered.only(Deployment.class);
    assertThat(deployment.getMetadata().getAnnotations()).containsEntry("team", "platform");
    assertThat(rendered.pod().getMetadata().getAnnotations())
        .containsEntry("sidecar.istio.io/inject", "false");
    assertThat(rendered.pod().getMetadata().getLabels())
        .containsEntry("cost", "shared")
        // The Deployment would not find its pods otherwise.
        .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
  }

  @Test
  void timesOfLeaderElectionReachTheOperator() {
    var rendered =
        Rendered.with("leaderElection: {leaseDuration: 60s, renewDeadline: 40s, retryPeriod: 5s}");
    assertThat(rendered.variable("LONGSHORE_LEASE_DURATION")).isEqualTo("60s");
    assertThat(rendered.variable("LONGSHORE_LEASE_RENEW_DEADLINE")).isEqualTo("40s");
    assertThat(rendered.variable("LONGSHORE_LEASE_RETRY_PERIOD")).isEqualTo("5s");
  }

  @Test
  void whatTheOperatorDoesReachesIt() {
    var rendered =
        Rendered.with(
            """
            replicas: 2
            workers: 7
            upgradesAtOnce: 3
            log: {format: json, level: DEBUG}
            javaOptions: -XX:MaxRAMPercentage=40
            extraEnv: [{name: HTTPS_PROXY, value: "http://proxy:3128"}]
            resources: {requests: {memory: 400Mi}}
            """);
    assertThat(rendered.only(Deployment.class).getSpec().getReplicas()).isEqualTo(2);
    assertThat(rendered.variable("LONGSHORE_WORKERS")).isEqualTo("7");
    assertThat(rendered.variable("LONGSHORE_UPGRADES_AT_ONCE")).isEqualTo("3");
    assertThat(rendered.variable("LONGSHORE_LOG_FORMAT")).isEqualTo("json");
    assertThat(rendered.variable("LONGSHORE_LOG_LEVEL")).isEqualTo("DEBUG");
    assertThat(rendered.variable("JAVA_TOOL_OPTIONS")).isEqualTo("-XX:MaxRAMPercentage=40");
    assertThat(rendered.container().getEnv())
        .endsWith(new EnvVar("HTTPS_PROXY", "http://proxy:3128", null));
    assertThat(rendered.container().getResources().getRequests())
        .containsEntry("memory", new Quantity("400Mi"));
  }

  @Test
  void podsGoWhereTheyShould() {
    var pod =
        Rendered.with(
                """
                priorityClassName: system-cluster-critical
                nodeSelector: {disk: ssd}
                tolerations: [{key: infra, operator: Exists}]
                affinity: {nodeAffinity: {}}
                topologySpreadConstraints:
                - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}
                - maxSkew: 2
                  topologyKey: host
                  whenUnsatisfiable: ScheduleAnyway
                  labelSelector: {matchLabels: {a: b}}
                """)
            .pod()
            .getSpec();
    assertThat(pod.getPriorityClassName()).isEqualTo("system-cluster-critical");
    assertThat(pod.getNodeSelector()).isEqualTo(Map.of("disk", "ssd"));
    assertThat(pod.getTolerations().getFirst().getKey()).isEqualTo("infra");
    assertThat(pod.getAffinity().getNodeAffinity()).isNotNull();
    assertThat(pod.getTopologySpreadConstraints().getFirst().getLabelSelector().getMatchLabels())
        .containsEntry("app.kubernetes.io/name", "longshore-operator");
    assertThat(pod.getTopologySpreadConstraints().getLast().getLabelSelector().getMatchLabels())
        .isEqualTo(Map.of("a", "b"));
  }

  @Test
  void openShiftMayChooseTheUser() {
    var rendered = Rendered.with("podSecurityContext: {runAsUser: null, runAsGroup: null}");
    assertThat(rendered.pod().getSpec().getSecurityContext().getRunAsUser()).isNull();
    assertThat(rendered.pod().getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(rendered.container().getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
  }
}
