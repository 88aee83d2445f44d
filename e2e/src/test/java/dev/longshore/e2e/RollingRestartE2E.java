package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.client.ResumingUpload;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Door;
import dev.longshore.e2e.workspace.UploadServiceResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All pods are replaced while clients upload through the Service, as a user's do. */
@ExtendWith(OnCluster.class)
class RollingRestartE2E {
  private static final int CLIENTS = 4;
  private static final int CHUNK = 256 << 10;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Test
  void clientsSeeNoMoreThanResumes(UploadServiceResource service) throws Exception {
    Set<String> before = service.podNames();
    byte[] file = Bytes.random(5, 8 * CHUNK);
    List<ResumingUpload> uploads = new ArrayList<>();
    try (Door door = service.doorToService();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      service.deployment().rolling().restart();
      long end = System.nanoTime() + PATIENCE.toNanos();
      List<Callable<List<ResumingUpload>>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(() -> uploadUntilNewPodsDo(before, end, new TusClient(door.url()), file));
      }
      for (Future<List<ResumingUpload>> done : threads.invokeAll(clients)) {
        uploads.addAll(done.get());
      }
    }
    await("the last old pod to go")
        .atMost(PATIENCE)
        .until(() -> service.podNames().stream().noneMatch(before::contains));
    service.awaitReady(PATIENCE);

    Set<String> takers = new TreeSet<>();
    int resumes = 0;
    for (ResumingUpload upload : uploads) {
      assertThat(service.workspace().sha256OfUpload(upload.path())).isEqualTo(Bytes.sha256(file));
      takers.addAll(upload.pods());
      resumes += upload.resumes();
    }
    System.out.printf("%d uploads, %d resumes, over %s%n", uploads.size(), resumes, takers);
    assertThat(takers).as("pods that took chunks").containsAnyElementsOf(before);
    assertThat(takers).as("pods that took chunks").containsAnyElementsOf(service.podNames());
    assertThat(resumes)
        .as("resumes: at most one for each client and pod that went, and one for luck")
        .isLessThanOrEqualTo(CLIENTS * (before.size() + 1));
  }

  /**
   * File after file, until one went to new pods only: kept connections lead to the old for a while.
   */
  private static List<ResumingUpload> uploadUntilNewPodsDo(
      Set<String> before, long end, TusClient client, byte[] file) {
    List<ResumingUpload> uploads = new ArrayList<>();
    do {
      uploads.add(new ResumingUpload(client, file, CHUNK).send());
    } while (uploads.getLast().pods().stream().anyMatch(before::contains)
        && System.nanoTime() < end);
    return uploads;
  }
}
