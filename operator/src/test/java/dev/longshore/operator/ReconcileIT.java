package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.api.v1alpha1.UploadService;
import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import java.time.Instant;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a resource to its objects and its status. */
class ReconcileIT {

  private final Cluster cluster = Cluster.create();
  private OperatorUnderTest operator;

  @BeforeEach
  void start() {
    cluster.redisSecret("redis:6379");
    operator = OperatorUnderTest.watchingAll();
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void makesDeploymentServiceAndServiceAccount() {
    var service = cluster.ready("media", Yaml.TRIAL);

    var uid = service.getMetadata().getUid();
    assertThat(
            Stream.<HasMetadata>of(
                cluster.deployment("media"),
                cluster.get(Service.class, "media"),
                cluster.get(ServiceAccount.class, "media")))
        .allSatisfy(owned -> {
          var owner = owned.getMetadata().getOwnerReferences().getFirst();
          assertThat(owner.getUid()).isEqualTo(uid);
          assertThat(owner.getController()).isTrue();
          assertThat(owned.getMetadata().getFinalizers()).isEmpty();
          assertThat(owned.getMetadata().getManagedFields())
              .anyMatch(entry -> "longshore".equals(entry.getManager()));
        });
    assertThat(service.getMetadata().getFinalizers()).isEmpty();
  }

  @Test
  void tellsWhatItDidInTheStatus() {
    var service = cluster.ready("media", Yaml.TRIAL);

    var status = service.getStatus();
    assertThat(status.observedGeneration()).isEqualTo(service.getMetadata().getGeneration());
    assertThat(status.replicas()).isEqualTo(1);
    assertThat(status.readyReplicas()).isEqualTo(1);
    assertThat(status.url()).isEqualTo("http://media.%s.svc/uploads", cluster.namespace());
    assertThat(status.conditions())
        .allSatisfy(condition ->
            assertThat(condition.getObservedGeneration())
                .isEqualTo(service.getMetadata().getGeneration()))
        .extracting(c -> c.getType() + "=" + c.getStatus())
        .containsExactlyInAnyOrder(
            "Ready=True",
            "Reconciling=False",
            "Stalled=False",
            "SecretsResolved=True",
            "Available=True");
  }

  @Test
  void aStatusNeverWrittenIsNotTakenForAReadyOne() {
    operator.close();
    cluster.apply("media", Yaml.TRIAL);
    assertThat(cluster.service("media").getStatus().observedGeneration()).isEqualTo(-1);
  }

  @Test
  void aConditionKeepsItsTimeWhileItsStatusStays() {
    cluster.ready("media", Yaml.TRIAL);
    var before = cluster.condition("media", "SecretsResolved").orElseThrow();
    // Times have whole seconds.
    var secondsLater = Instant.parse(before.getLastTransitionTime()).plusSeconds(1);
    Awaitility.await().until(() -> Instant.now().isAfter(secondsLater));

    cluster.apply("media", Yaml.TRIAL + "limits: {maxChunkSize: 1Mi}");
    cluster.awaitCondition("media", "Ready", "False", "RollingOut");

    var after = cluster.condition("media", "SecretsResolved").orElseThrow();
    assertThat(after.getLastTransitionTime()).isEqualTo(before.getLastTransitionTime());
    assertThat(after.getObservedGeneration()).isEqualTo(2);
    assertThat(cluster.condition("media", "Ready").orElseThrow().getLastTransitionTime())
        .isNotEqualTo(before.getLastTransitionTime());
  }

  @Test
  void scalesThroughTheScaleSubresource() {
    cluster.claim("ReadWriteMany");
    cluster.ready("media", Yaml.SHARED);
    var resource =
        cluster
            .admin()
            .resources(UploadService.class)
            .inNamespace(cluster.namespace())
            .withName("media");

    Scale scale = resource.scale();
    assertThat(scale.getStatus().getSelector()).contains("app.kubernetes.io/instance=media");
    resource.scale(4);

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(cluster.deployment("media").getSpec().getReplicas()).isEqualTo(4));
  }

  @Test
  void restrictedPodSecurityLetsThePodsIn() {
    cluster
        .admin()
        .namespaces()
        .withName(cluster.namespace())
        .edit(namespace -> {
          namespace
              .getMetadata()
              .getLabels()
              .put("pod-security.kubernetes.io/enforce", "restricted");
          return namespace;
        });
    cluster.ready("media", Yaml.TRIAL);
    var template = cluster.deployment("media").getSpec().getTemplate();

    var pod =
        cluster
            .admin()
            .resource(
                new PodBuilder()
                    .withMetadata(template.getMetadata())
                    .editMetadata()
                    .withName("like-a-replica")
                    .withNamespace(cluster.namespace())
                    .endMetadata()
                    .withSpec(template.getSpec())
                    .build())
            .create();

    assertThat(pod.getMetadata().getUid()).isNotNull();
  }

  @Test
  void whatTheApiServerRefusesIsToldInItsWords() {
    cluster.apply("media", Yaml.TRIAL + "resources: {limits: {'no such thing': 1}}");

    var condition = cluster.awaitCondition("media", "Stalled", "True", "Refused");
    assertThat(condition.getMessage()).contains("Deployment", "resources.limits[no such thing]");

    cluster.apply("media", Yaml.TRIAL + "resources: {limits: {memory: 512Mi}}");
    cluster.awaitCondition("media", "Stalled", "False", "NotStalled");
  }

  @Test
  void tellsOfAProblemAndItsEndOnceAndOfNothingElse() {
    cluster.admin().secrets().inNamespace(cluster.namespace()).delete();
    cluster.apply("media", Yaml.TRIAL);
    cluster.awaitCondition("media", "Ready", "False", "SecretNotFound");
    cluster.apply("media", Yaml.TRIAL + "limits: {maxChunkSize: 1Mi}");
    cluster.redisSecret("redis:6379");
    cluster.ready("media", Yaml.TRIAL + "limits: {maxChunkSize: 1Mi}");
    OperatorUnderTest.settle();

    assertThat(cluster.admin().v1().events().inNamespace(cluster.namespace()).list().getItems())
        .filteredOn(event -> "UploadService".equals(event.getInvolvedObject().getKind()))
        .extracting(event -> event.getType() + " " + event.getReason())
        .containsExactlyInAnyOrder("Warning SecretNotFound", "Normal RollingOut");
  }

  @Test
  void answersItsProbes() throws Exception {
    assertThat(operator.probe("live")).isEqualTo(200);
    assertThat(operator.probe("ready")).isEqualTo(200);
  }
}
