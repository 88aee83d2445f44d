package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What people add to the pods, their Service and their identity: there, at rest, and gone again.
 */
class PodTemplateIT {

  private static final String EVERYTHING =
      Yaml.SHARED
          + """
          image: registry.example.com/upload-service:1@sha256:%s
          service:
            type: LoadBalancer
            annotations: {team: media}
            labels: {team: media}
            loadBalancerClass: example.com/internal
            externalTrafficPolicy: Local
          podTemplate:
            metadata:
              labels: {team: media}
              annotations: {example.com/cost-centre: "4711"}
            spec:
              nodeSelector: {example.com/pool: uploads}
              tolerations:
              - {key: example.com/pool, value: uploads, effect: NoSchedule}
              - {operator: Exists, effect: NoExecute, tolerationSeconds: 60}
              affinity:
                nodeAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms:
                    - matchExpressions: [{key: example.com/cores, operator: Gt, values: ["7"]}]
                  preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 5
                    preference: {matchExpressions: [{key: example.com/disk, operator: Exists}]}
                podAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                  - topologyKey: topology.kubernetes.io/zone
                    namespaces: [storage]
                    labelSelector: {matchLabels: {app: redis}}
                podAntiAffinity:
                  preferredDuringSchedulingIgnoredDuringExecution:
                  - {weight: 100, podAffinityTerm: {topologyKey: kubernetes.io/hostname}}
              topologySpreadConstraints:
              - {topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule}
              - {topologyKey: kubernetes.io/hostname, maxSkew: 2}
              priorityClassName: important
              runtimeClassName: gvisor
              terminationGracePeriodSeconds: 90
              securityContext:
                runAsUser: 2000
                fsGroup: 3000
                supplementalGroups: [4000, 5000]
                fsGroupChangePolicy: Always
              imagePullSecrets: [{name: registry}, {name: mirror}]
              volumes:
              - {name: shipper, configMap: {name: shipper}}
              - {name: licence, secret: {secretName: licence, defaultMode: 256}}
              - {name: scratch, emptyDir: {medium: Memory, sizeLimit: 1024Mi}}
              - {name: archive, persistentVolumeClaim: {claimName: archive, readOnly: true}}
              env:
              - {name: HTTPS_PROXY, value: "http://proxy:3128"}
              - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
              - {name: TOKEN, valueFrom: {secretKeyRef: {name: a, key: b}}}
              volumeMounts:
              - {name: licence, mountPath: /etc/licence, subPath: key, readOnly: true}
              initContainers:
              - name: shipper
                image: shipper:2
                restartPolicy: Always
                command: [/shipper]
                args: [--follow]
                env: [{name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]
                volumeMounts: [{name: shipper, mountPath: /etc/shipper}]
                resources:
                  requests: {cpu: 0.01, memory: 32768Ki}
                  limits: {memory: 32Mi}
                securityContext: {runAsUser: 2001, readOnlyRootFilesystem: true}
              - {name: prepare, image: "prepare:1"}
              - name: proxy
                image: proxy:3
                restartPolicy: Always
                volumeMounts: [{name: scratch, mountPath: /scratch}]
          """
              .formatted("0123456789abcdef".repeat(4));

  private final Cluster cluster = Cluster.create();

  @BeforeEach
  void prepare() {
    cluster.redisSecret("redis:6379");
    cluster.claim("ReadWriteMany");
  }

  @Test
  void isThereAndCausesNoWritesAtRestNorAtARestart() {
    try (var _ = OperatorUnderTest.watchingAll()) {
      cluster.apply("media", EVERYTHING);
      await().until(() -> cluster.deployment("media") != null);
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
      assertThat(template().getSpec().getInitContainers())
          .extracting(Container::getName)
          .containsExactly("shipper", "prepare", "proxy");
      assertThat(template().getSpec().getContainers().getFirst().getImage())
          .endsWith("upload-service:1@sha256:" + "0123456789abcdef".repeat(4));
      assertThat(template().getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(template().getSpec().getSecurityContext().getRunAsUser()).isEqualTo(2000);
    }
    var writes = OperatorUnderTest.writes();
    try (var _ = OperatorUnderTest.watchingAll()) {
      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(8))
          .untilAsserted(() ->
              assertThat(writes.list()).noneMatch(write -> write.contains(cluster.namespace())));
    }
  }

  @Test
  void isGoneWhenItIsNoLongerAskedFor() {
    try (var _ = OperatorUnderTest.watchingAll()) {
      cluster.apply("plain", Yaml.SHARED);
      cluster.apply("media", EVERYTHING);
      await().until(() -> cluster.deployment("media") != null);
      OperatorUnderTest.settle();

      cluster.apply("media", Yaml.SHARED);
      await()
          .untilAsserted(() -> {
            var pod = template().getSpec();
            assertThat(pod.getInitContainers()).isEmpty();
            assertThat(pod.getContainers()).hasSize(1);
            assertThat(pod.getVolumes()).hasSize(2);
            assertThat(pod.getNodeSelector()).isNullOrEmpty();
            assertThat(pod.getTolerations()).isEmpty();
            assertThat(pod.getImagePullSecrets()).isEmpty();
            assertThat(pod.getPriorityClassName()).isNull();
            assertThat(pod.getRuntimeClassName()).isNull();
            assertThat(template().getMetadata().getLabels()).doesNotContainKey("team");
            assertThat(template().getMetadata().getAnnotations())
                .doesNotContainKey("example.com/cost-centre");
            var plain = cluster.deployment("plain").getSpec().getTemplate().getSpec();
            assertThat(pod.getSecurityContext()).isEqualTo(plain.getSecurityContext());
            assertThat(pod.getContainers().getFirst().getVolumeMounts())
                .isEqualTo(plain.getContainers().getFirst().getVolumeMounts());
            assertThat(pod.getContainers().getFirst().getEnv())
                .hasSameSizeAs(plain.getContainers().getFirst().getEnv());
            assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(45);
          });
    }
  }

  @Test
  void aServiceChangesItsTypeToAndFro() {
    try (var _ = OperatorUnderTest.watchingAll()) {
      for (var type : new String[] {"ClusterIP", "NodePort", "LoadBalancer", "ClusterIP"}) {
        cluster.apply("media", Yaml.SHARED + "service: {type: " + type + "}\n");
        await(type)
            .until(() -> {
              var service = cluster.get(Service.class, "media");
              return service != null && type.equals(service.getSpec().getType());
            });
      }
      assertThat(cluster.get(Service.class, "media").getSpec().getPorts().getFirst().getNodePort())
          .isNull();
      OperatorUnderTest.settle();
    }
  }

  @Test
  void podsRunAsAServiceAccountThatIsThereAndTheOneMadeBeforeGoes() {
    try (var _ = OperatorUnderTest.watchingAll()) {
      cluster.apply("media", Yaml.SHARED);
      await().until(() -> cluster.get(ServiceAccount.class, "media") != null);

      cluster.apply("media", Yaml.SHARED + "serviceAccount: {name: uploads-of-media}\n");
      await().until(() -> cluster.get(ServiceAccount.class, "media") == null);
      assertThat(template().getSpec().getServiceAccountName()).isEqualTo("uploads-of-media");
      assertThat(template().getSpec().getServiceAccount()).isIn(null, "uploads-of-media");
      OperatorUnderTest.settle();

      cluster.apply("media", Yaml.SHARED);
      await().until(() -> cluster.get(ServiceAccount.class, "media") != null);
      await().until(() -> "media".equals(template().getSpec().getServiceAccountName()));
    }
  }

  private PodTemplateSpec template() {
    return cluster.deployment("media").getSpec().getTemplate();
  }
}
