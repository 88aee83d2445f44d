package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.client.ResumingUpload;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Door;
import dev.longshore.e2e.cluster.Images;
import dev.longshore.e2e.workspace.UploadServiceResource;
import dev.longshore.e2e.workspace.Workspace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A resource from its first, incomplete day to its last. */
@ExtendWith(OnCluster.class)
class LifecycleE2E {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String SECOND_PASSWORD = "second-password";

  private static Workspace workspace;

  @BeforeAll
  static void createWorkspace(Cluster cluster) {
    workspace = Workspace.create(cluster, Images.built(), "lifecycle");
  }

  @AfterAll
  static void removeWorkspace() {
    workspace.close();
  }

  @Test
  void theSecretIsMissedByNameFoundWhenItComesAndRolledOutWhenItChanges() throws Exception {
    workspace.deleteSecret();
    UploadServiceResource service = workspace.apply("patient", 1);
    await("a condition that names the Secret")
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(service.condition("SecretsResolved")).containsEntry("status", "False");
          assertThat(service.condition("SecretsResolved").get("message").toString())
              .contains(Workspace.SECRET);
          assertThat(service.condition("Ready")).containsEntry("status", "False");
        });

    workspace.writeSecret(Workspace.PASSWORD);
    service.awaitReady(PATIENCE);
    assertThat(service.condition("SecretsResolved")).containsEntry("status", "True");
    Set<String> before = service.podNames();
    upload(service);

    workspace.redis().cli("ACL", "SETUSER", "uploads", ">" + SECOND_PASSWORD);
    workspace.writeSecret(SECOND_PASSWORD);
    await("pods with the new password")
        .atMost(PATIENCE)
        .until(() -> service.podNames().stream().noneMatch(before::contains));
    service.awaitReady(PATIENCE);
    workspace.redis().cli("ACL", "SETUSER", "uploads", "<" + Workspace.PASSWORD);
    workspace.redis().cli("CLIENT", "KILL", "USER", "uploads");
    upload(service);
    service.resource().delete();
  }

  @Test
  void deletionLeavesNothingBehindButTheUsersOwn() throws Exception {
    workspace.writeSecret(Workspace.PASSWORD);
    workspace.redis().cli("ACL", "SETUSER", "uploads", ">" + Workspace.PASSWORD);
    UploadServiceResource service = workspace.apply("brief", 1).awaitReady(PATIENCE);
    String uploaded = upload(service);
    assertThat(owned("brief")).as("what a living resource owns").isNotEmpty();

    service.resource().delete();
    await("all that belonged to the resource to go")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(owned("brief")).isEmpty());
    assertThat(service.resource().get()).isNull();
    assertThat(workspace.sha256OfUpload(uploaded)).as("the user's upload").isNotEmpty();
    KubernetesClient client = workspace.cluster().client();
    assertThat(client.secrets().inNamespace("lifecycle").withName(Workspace.SECRET).get())
        .isNotNull();
    assertThat(client.persistentVolumeClaims().inNamespace("lifecycle").withName("uploads").get())
        .isNotNull();
  }

  private static String upload(UploadServiceResource service) throws Exception {
    byte[] file = Bytes.random(9, 100_000);
    try (Door door = service.doorToService()) {
      var upload = new ResumingUpload(new TusClient(door.url()), file, 50_000).send();
      assertThat(workspace.sha256OfUpload(upload.path())).isEqualTo(Bytes.sha256(file));
      return upload.path();
    }
  }

  /** Everything in the namespace that has the resource's name in its own or in its labels. */
  private static List<String> owned(String name) {
    KubernetesClient client = workspace.cluster().client();
    return Stream.of(
            client.apps().deployments().inNamespace("lifecycle").list(),
            client.apps().replicaSets().inNamespace("lifecycle").list(),
            client.pods().inNamespace("lifecycle").list(),
            client.services().inNamespace("lifecycle").list(),
            client.serviceAccounts().inNamespace("lifecycle").list(),
            client.configMaps().inNamespace("lifecycle").list(),
            client.secrets().inNamespace("lifecycle").list(),
            client.rbac().roles().inNamespace("lifecycle").list(),
            client.rbac().roleBindings().inNamespace("lifecycle").list(),
            client.leases().inNamespace("lifecycle").list(),
            client.policy().v1().podDisruptionBudget().inNamespace("lifecycle").list(),
            client.discovery().v1().endpointSlices().inNamespace("lifecycle").list())
        .flatMap(list -> list.getItems().stream())
        .filter(object -> belongsTo(name, object))
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .toList();
  }

  private static boolean belongsTo(String name, HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return object.getMetadata().getName().equals(name)
        || object.getMetadata().getName().startsWith(name + "-")
        || (labels != null && labels.containsValue(name));
  }
}
