package dev.longshore.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.operator.cluster.Cluster;
import dev.longshore.operator.cluster.Yaml;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody else's object of the same name is theirs. */
class NameConflictIT {

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
  void aForeignServiceIsReportedAndNotTouched() {
    var foreign = cluster.admin().resource(foreignService()).create();

    cluster.apply("media", Yaml.TRIAL);

    expectConflict("Service", foreign, cluster.get(Service.class, "media"));
  }

  @Test
  void aForeignDeploymentIsReportedAndNotTouched() {
    var foreign = cluster.admin().resource(foreignDeployment()).create();

    cluster.apply("media", Yaml.TRIAL);

    expectConflict("Deployment", foreign, cluster.get(Deployment.class, "media"));
  }

  @Test
  void goesOnWhenTheForeignObjectIsGone() {
    cluster.admin().resource(foreignService()).create();
    cluster.apply("media", Yaml.TRIAL);
    cluster.awaitCondition("media", "Stalled", "True", "NameConflict");

    cluster.admin().services().inNamespace(cluster.namespace()).withName("media").delete();
    cluster.apply("media", Yaml.TRIAL + "limits: {maxChunkSize: 1Mi}");

    cluster.awaitCondition("media", "Stalled", "False", "NotStalled");
  }

  @Test
  void takesOverWhatItIsToldTo() {
    cluster.admin().resource(foreignService()).create();
    cluster.apply("media", Yaml.TRIAL);
    var told = cluster.awaitCondition("media", "Stalled", "True", "NameConflict");
    assertThat(told.getMessage()).contains("annotate uploadservice media longshore.dev/adopt=true");

    cluster
        .admin()
        .resource(cluster.service("media"))
        .edit(service -> {
          service.getMetadata().setAnnotations(Map.of("longshore.dev/adopt", "true"));
          return service;
        });

    cluster.awaitCondition("media", "Stalled", "False", "NotStalled");
    var adopted = cluster.get(Service.class, "media");
    assertThat(adopted.getMetadata().getOwnerReferences()).hasSize(1);
    assertThat(adopted.getSpec().getPorts()).extracting("port").contains(80, 9000);
  }

  private void expectConflict(String kind, HasMetadata before, HasMetadata after) {
    var condition = cluster.awaitCondition("media", "Stalled", "True", "NameConflict");
    assertThat(condition.getMessage())
        .contains(kind + " " + cluster.namespace() + "/media", "Delete or rename it");
    assertThat(after.getMetadata().getResourceVersion())
        .isEqualTo(before.getMetadata().getResourceVersion());
  }

  private Service foreignService() {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName("media")
        .withNamespace(cluster.namespace())
        .endMetadata()
        .withNewSpec()
        .addNewPort()
        .withName("old")
        .withPort(9000)
        .endPort()
        .endSpec()
        .build();
  }

  private Deployment foreignDeployment() {
    var labels = Map.of("app", "somebody-elses");
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("media")
        .withNamespace(cluster.namespace())
        .endMetadata()
        .withNewSpec()
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("c")
        .withImage("i")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
