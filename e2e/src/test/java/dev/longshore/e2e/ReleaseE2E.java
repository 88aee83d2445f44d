package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.client.ResumingUpload;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Door;
import dev.longshore.e2e.cluster.Images;
import dev.longshore.e2e.cluster.OperatorChart;
import dev.longshore.e2e.workspace.Workspace;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A release from its first test to its end, beside a service that does not care. */
@ExtendWith(OnCluster.class)
class ReleaseE2E {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String NAMESPACE = "release";
  private static final int CHUNK = 50_000;

  /** What Kubernetes itself puts into every namespace. */
  private static final Set<String> OF_EVERY_NAMESPACE =
      Set.of("ConfigMap/kube-root-ca.crt", "ServiceAccount/default");

  /** What Deployments and Helm make beside it. */
  private static final Set<String> MADE_OF_IT = Set.of("Pod", "ReplicaSet", "Secret");

  private static final String CRD = "uploadservices.longshore.dev";

  /** The chart as it was before its values had a full schema. */
  private static final Path OLDER =
      Path.of("src", "test", "charts", "longshore-0.1.0-SNAPSHOT-before.tgz");

  private static Workspace workspace;

  @BeforeAll
  static void createWorkspace(Cluster cluster) {
    workspace = Workspace.create(cluster, Images.built(), NAMESPACE);
    workspace.writeSecret(Workspace.PASSWORD);
  }

  @AfterAll
  static void removeWorkspace() {
    workspace.close();
  }

  @Test
  void isUpgradedTestedAndRemovedWhileUploadsGoOn(Cluster cluster) throws Exception {
    var todays = ofTheChart(cluster.client()).keySet();
    remove(cluster);
    OperatorChart.install(cluster, OLDER);
    var service = workspace.apply("steady", 1).awaitReady(PATIENCE);
    var pods = service.podNames();
    var done = new AtomicBoolean();
    try (Door door = service.doorToService();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var resumes = threads.submit(() -> uploadUntil(done, new TusClient(door.url())));
      try {
        upgrade(cluster, todays);
        failATest(cluster);

        OperatorChart.upgrade(
            cluster, Map.of("test.redisSecret", Workspace.SECRET, "test.namespace", NAMESPACE));
        OperatorChart.test(cluster);
        assertThat(leftOfTheTest(cluster)).isEmpty();

        remove(cluster);
        assertThat(service.resource().get()).as("a user's resource").isNotNull();
      } finally {
        done.set(true);
        OperatorChart.upgrade(cluster, Map.of());
      }
      assertThat(resumes.get()).as("times that a client had to ask where to go on").isZero();
    }
    // The operator that came back knows it as its own, and changes nothing.
    service.awaitReady(PATIENCE);
    assertThat(service.podNames()).isEqualTo(pods);
  }

  /** To today's chart, with values by which helm test can't succeed. */
  private static void upgrade(Cluster cluster, Set<String> todays) {
    var before = ofTheChart(cluster.client());
    var users = ofTheUser(cluster.client());
    OperatorChart.upgrade(
        cluster,
        Map.of("test.redisSecret", "nowhere", "test.seconds", "10", "test.namespace", NAMESPACE));
    var after = ofTheChart(cluster.client());
    assertThat(after.keySet()).as("neither more nor less than installed anew").isEqualTo(todays);
    before.keySet().retainAll(after.keySet());
    assertThat(after).as("kept, not made anew").containsAllEntriesOf(before);
    assertThat(ofTheUser(cluster.client())).isEqualTo(users);
  }

  private static void failATest(Cluster cluster) {
    assertThatThrownBy(() -> OperatorChart.test(cluster)).hasMessageContaining("failed");
    assertThat(
            cluster
                .client()
                .pods()
                .inNamespace(OperatorChart.NAMESPACE)
                .withName("longshore-operator-trial")
                .getLog())
        .contains("SecretNotFound", "nowhere is not there");
    assertThat(leftOfTheTest(cluster)).isEmpty();
  }

  private static void remove(Cluster cluster) {
    OperatorChart.uninstall(cluster);
    await("all of the release to go")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(inTheRelease(cluster.client()).map(ReleaseE2E::name)).isEmpty());
  }

  private static int uploadUntil(AtomicBoolean done, TusClient client) {
    byte[] file = Bytes.random(11, 4 * CHUNK);
    int resumes = 0;
    do {
      var upload = new ResumingUpload(client, file, CHUNK).send();
      assertThat(workspace.sha256OfUpload(upload.path())).isEqualTo(Bytes.sha256(file));
      resumes += upload.resumes();
    } while (!done.get());
    return resumes;
  }

  private static List<String> leftOfTheTest(Cluster cluster) {
    return everything(cluster.client())
        .filter(object -> object.getMetadata().getName().contains("trial"))
        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
        .filter(object -> !Set.of("Event", "ReplicaSet", "Pod").contains(object.getKind()))
        .filter(object -> object.getMetadata().getOwnerReferences().isEmpty())
        .map(ReleaseE2E::name)
        .toList();
  }

  /** All that is in the release's namespace, or elsewhere under its name. */
  private static Stream<GenericKubernetesResource> inTheRelease(KubernetesClient client) {
    return everything(client)
        .filter(object ->
            OperatorChart.NAMESPACE.equals(object.getMetadata().getNamespace())
                || object.getMetadata().getName().startsWith("longshore-operator"))
        .filter(object -> !"Event".equals(object.getKind()))
        .filter(object -> !OF_EVERY_NAMESPACE.contains(name(object)));
  }

  /** What the chart makes, with the uids. */
  private static Map<String, String> ofTheChart(KubernetesClient client) {
    var crd = client.apiextensions().v1().customResourceDefinitions().withName(CRD).get();
    var uids = uids(inTheRelease(client).filter(object -> !MADE_OF_IT.contains(object.getKind())));
    uids.put(CRD, crd.getMetadata().getUid());
    return uids;
  }

  /** The service, and all that was made for it. */
  private static Map<String, String> ofTheUser(KubernetesClient client) {
    return uids(
        everything(client)
            .filter(object -> NAMESPACE.equals(object.getMetadata().getNamespace()))
            .filter(object -> !"Event".equals(object.getKind())));
  }

  private static Map<String, String> uids(Stream<GenericKubernetesResource> objects) {
    return objects.collect(
        Collectors.toMap(
            ReleaseE2E::name, object -> object.getMetadata().getUid(), (a, b) -> a, TreeMap::new));
  }

  /** Every object of every kind that the API server lists. */
  private static Stream<GenericKubernetesResource> everything(KubernetesClient client) {
    var versions =
        client.getApiGroups().getGroups().stream()
            .map(group -> group.getPreferredVersion().getGroupVersion());
    return Stream.concat(Stream.of("v1"), versions)
        .filter(version -> !version.startsWith("metrics.k8s.io/"))
        .flatMap(version ->
            client.getApiResources(version).getResources().stream()
                .filter(resource -> resource.getVerbs().contains("list"))
                .flatMap(resource -> list(client, version, resource)));
  }

  private static Stream<GenericKubernetesResource> list(
      KubernetesClient client, String version, APIResource resource) {
    return client
        .genericKubernetesResources(version, resource.getKind())
        .inAnyNamespace()
        .list()
        .getItems()
        .stream();
  }

  private static String name(GenericKubernetesResource object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
