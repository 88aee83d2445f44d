package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.client.ResumingUpload;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Door;
import dev.longshore.e2e.cluster.Images;
import dev.longshore.e2e.cluster.OperatorChart;
import dev.longshore.e2e.workspace.UploadServiceResource;
import dev.longshore.e2e.workspace.Workspace;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A release of the operator that brings other pods, while uploads go on. */
@ExtendWith(OnCluster.class)
class OperatorUpgradeE2E {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int CHUNK = 50_000;

  private static Workspace workspace;
  private static String next;

  @BeforeAll
  static void createWorkspace(Cluster cluster) {
    workspace = Workspace.create(cluster, Images.built(), "upgrade");
    workspace.writeSecret(Workspace.PASSWORD);
    var image = Images.built().service();
    next = image + "-next";
    // The same files by another name: to the operator, and to the node, it is another image.
    cluster.run("ctr", "-n", "k8s.io", "images", "tag", "docker.io/" + image, "docker.io/" + next);
  }

  @AfterAll
  static void removeWorkspace() {
    workspace.close();
  }

  @Test
  void podsAreReplacedOneServiceAtATimeAndClientsSeeNoMoreThanResumes(
      Cluster cluster, UploadServiceResource shared) throws Exception {
    var services = Stream.of("first", "second").map(name -> workspace.apply(name, 2)).toList();
    services.forEach(service -> service.awaitReady(PATIENCE));
    var pinned = pinned().awaitReady(PATIENCE);
    var pinnedPods = pinned.podNames();
    var done = new AtomicBoolean();
    try (Door door = services.getFirst().doorToService();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var uploads = threads.submit(() -> uploadUntil(done, new TusClient(door.url())));
      try {
        OperatorChart.upgrade(cluster, Map.of("uploadService.image", next, "upgradesAtOnce", "1"));
        await("pods of the next version")
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(200))
            .until(() -> {
              assertThat(beingReplaced(shared, services)).as("at once").hasSizeLessThanOrEqualTo(1);
              return services.stream().allMatch(service -> images(service).equals(Set.of(next)));
            });
        services.forEach(service -> service.awaitReady(PATIENCE));
      } finally {
        done.set(true);
        OperatorChart.upgrade(cluster, Map.of("uploadService.image", Images.built().service()));
      }
      assertThat(uploads.get()).as("files, each whole").isPositive();
    }
    assertThat(pinned.podNames()).as("pods of whoever names an image").isEqualTo(pinnedPods);
    shared.awaitReady(PATIENCE);
  }

  private static UploadServiceResource pinned() {
    var pinned = workspace.apply("pinned", 1);
    pinned
        .resource()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"image\":\"%s\"}}".formatted(Images.built().service()));
    return pinned;
  }

  /** Services whose pods are of both versions, or of the new one and not all ready. */
  private static List<String> beingReplaced(
      UploadServiceResource shared, List<UploadServiceResource> services) {
    return Stream.concat(Stream.of(shared), services.stream())
        .filter(service -> images(service).contains(next))
        .filter(service ->
            images(service).size() > 1 || !service.pods().stream().allMatch(Readiness::isPodReady))
        .map(UploadServiceResource::name)
        .toList();
  }

  private static Set<String> images(UploadServiceResource service) {
    return service.pods().stream()
        .map(pod -> pod.getSpec().getContainers().getFirst().getImage())
        .collect(Collectors.toSet());
  }

  /** How many files went through, each of them compared. */
  private static int uploadUntil(AtomicBoolean done, TusClient client) {
    byte[] file = Bytes.random(17, 8 * CHUNK);
    int files = 0;
    do {
      var upload = new ResumingUpload(client, file, CHUNK).send();
      assertThat(workspace.sha256OfUpload(upload.path())).isEqualTo(Bytes.sha256(file));
      files++;
    } while (!done.get());
    return files;
  }
}
