package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.ForeignApis;
import dev.longshore.operator.cluster.Yaml;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands around the pods: made when it is asked for, removed when it no longer is. */
class FurtherObjectsIT {

  private static final String EVERYTHING =
      Yaml.SHARED
          + """
          autoscaling:
            minReplicas: 2
            maxReplicas: 9
            targetCPUUtilizationPercentage: 70
            podMetrics: [{name: longshore_bodies_receiving, averageValue: 0.5k}]
            scaleDownStabilizationWindowSeconds: 600
          resources: {requests: {cpu: 100m}}
          podDisruptionBudget: {minAvailable: 50%}
          networkPolicy:
            from:
            - namespaceSelector: {matchLabels: {name: web}}
              podSelector:
                matchExpressions: [{key: app, operator: In, values: [a, b]}]
            - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
            egress:
            - to: [{podSelector: {}}]
              ports: [6379]
            - ports: [443]
          ingress:
            className: nginx
            hosts: [uploads.example.com]
            tlsSecretName: uploads-tls
            annotations: {team: media, nginx.ingress.kubernetes.io/proxy-read-timeout: "60"}
            labels: {team: media}
          httpRoute:
            parentRefs: [{name: public, namespace: gateways, sectionName: https, port: 443}]
            hostnames: [uploads.example.com]
            labels: {team: media}
          monitoring: {interval: 30s, scrapeTimeout: 10s, labels: {release: prometheus}}
          """;

  private final Cluster cluster = Cluster.create();
  private final ForeignApis apis = new ForeignApis(cluster.admin());

  @BeforeEach
  void prepare() {
    cluster.redisSecret("redis:6379");
    cluster.claim("ReadWriteMany");
  }

  @Test
  void areThereAndCauseNoWritesAtRestNorAtARestart() {
    apis.install();
    try (var _ = OperatorUnderTest.watchingAll()) {
      cluster.apply("media", EVERYTHING);
      awaitAll(
          HorizontalPodAutoscaler.class,
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          Ingress.class,
          HTTPRoute.class,
          ServiceMonitor.class);
      OperatorUnderTest.settle();

      var writes = OperatorUnderTest.writes();
      // Makes the operator look at everything again.
      cluster.apply("media", EVERYTHING + "orphanedSessions: Accept\n");
      cluster.apply("media", EVERYTHING + "orphanedSessions: Refuse\n");
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() ->
              assertThat(writes.list()).allMatch(write -> write.contains("uploadservices/status")));
      assertThat(cluster.get(Ingress.class, "media").getMetadata().getAnnotations())
          .containsEntry("nginx.ingress.kubernetes.io/proxy-body-size", "0")
          .containsEntry("nginx.ingress.kubernetes.io/proxy-read-timeout", "60")
          .containsEntry("team", "media");
    }
    var writes = OperatorUnderTest.writes();
    try (var _ = OperatorUnderTest.watchingAll()) {
      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(8))
          .untilAsserted(() -> assertThat(ours(writes.list())).isEmpty());
    }
  }

  @Test
  void areRemovedWhenTheyAreNoLongerAskedForAndRepairedWhenTheyDrift() {
    apis.install();
    try (var _ = OperatorUnderTest.watchingAll()) {
      cluster.apply("media", EVERYTHING);
      awaitAll(Ingress.class, HTTPRoute.class, ServiceMonitor.class, NetworkPolicy.class);

      cluster.admin().resource(cluster.get(HTTPRoute.class, "media")).delete();
      cluster.admin().resource(cluster.get(PodDisruptionBudget.class, "media")).delete();
      awaitAll(HTTPRoute.class, PodDisruptionBudget.class);

      cluster.apply(
          "media",
          Yaml.SHARED
              + """
              podDisruptionBudget: {enabled: false}
              networkPolicy: {enabled: false}
              monitoring: {kind: PodMonitor}
              """);
      awaitAll(PodMonitor.class);
      awaitNone(
          HorizontalPodAutoscaler.class,
          PodDisruptionBudget.class,
          NetworkPolicy.class,
          Ingress.class,
          HTTPRoute.class,
          ServiceMonitor.class);
    }
  }

  @Test
  void waitForApisThatAreInstalledLater() {
    apis.remove();
    try (var _ = OperatorUnderTest.watchingAll()) {
      cluster.apply("media", EVERYTHING);

      cluster.awaitCondition("media", "Reconciling", "True", "GatewayApiNotInstalled");
      cluster.awaitCondition("media", "Monitored", "False", "PrometheusOperatorNotInstalled");
      awaitAll(Ingress.class, NetworkPolicy.class);
      assertThat(cluster.deployment("media")).isNotNull();

      apis.install();
      awaitAll(HTTPRoute.class, ServiceMonitor.class);
      cluster.awaitCondition("media", "Reconciling", "True", "RollingOut");
      cluster.awaitCondition("media", "Monitored", "True", "MonitorApplied");

      cluster.admin().resource(cluster.get(ServiceMonitor.class, "media")).delete();
      awaitAll(ServiceMonitor.class);
    }
  }

  @Test
  void outliveAResourceWhoseDeletionPolicySaysSoAndAreTakenOverByTheNext() {
    try (var _ = OperatorUnderTest.watchingAll()) {
      cluster.ready("media", Yaml.SHARED);
      assertThat(cluster.deployment("media").getMetadata().getOwnerReferences()).hasSize(1);

      cluster.apply("media", Yaml.SHARED + "deletionPolicy: Orphan\n");
      await()
          .untilAsserted(() -> {
            assertThat(cluster.deployment("media").getMetadata().getOwnerReferences()).isEmpty();
            assertThat(cluster.get(NetworkPolicy.class, "media").getMetadata().getOwnerReferences())
                .isEmpty();
          });

      cluster.admin().resource(cluster.service("media")).delete();
      cluster.apply("media", Yaml.SHARED);
      await()
          .untilAsserted(() ->
              assertThat(cluster.deployment("media").getMetadata().getOwnerReferences())
                  .extracting("uid")
                  .containsExactly(cluster.service("media").getMetadata().getUid()));
    }
  }

  private List<String> ours(List<String> writes) {
    return writes.stream().filter(write -> write.contains(cluster.namespace())).toList();
  }

  @SafeVarargs
  private void awaitAll(Class<? extends HasMetadata>... types) {
    for (var type : types) {
      await(type.getSimpleName())
          .atMost(Duration.ofSeconds(60))
          .until(() -> cluster.get(type, "media") != null);
    }
  }

  @SafeVarargs
  private void awaitNone(Class<? extends HasMetadata>... types) {
    for (var type : types) {
      await("no " + type.getSimpleName()).until(() -> cluster.get(type, "media") == null);
    }
  }
}
