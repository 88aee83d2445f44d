package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.e2e.client.Answer;
import dev.longshore.e2e.client.SlowUpload;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Door;
import dev.longshore.e2e.cluster.Images;
import dev.longshore.e2e.workspace.UploadServiceResource;
import dev.longshore.e2e.workspace.Workspace;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One pod with the default limit of 256 MiB takes what a large one takes. */
@ExtendWith(OnCluster.class)
class SmallPodE2E {
  private static final long GIB = 1L << 30;
  private static final int PIECE = 1 << 20;
  private static final int CLIENTS = 500;
  private static final int SLOW_PIECES = 20;
  private static final int SLOW_PIECE = 1024;

  /** What makes them slow: 2 KiB/s each. */
  private static final long PAUSE_NANOS = 500_000_000L;

  private static Workspace workspace;
  private static UploadServiceResource service;
  private static Door door;

  @BeforeAll
  static void createWorkspace(Cluster cluster) {
    workspace = Workspace.create(cluster, Images.built(), "small");
    workspace.writeSecret(Workspace.PASSWORD);
    service = workspace.apply("small", 1).awaitReady(Duration.ofSeconds(120));
    door = Door.toPod(cluster, service.pods().getFirst());
  }

  @AfterAll
  static void removeWorkspace() {
    door.close();
    workspace.close();
  }

  @Test
  void aGibibyteInOnePatch() throws Exception {
    sendGibibyte();
    assertNoRestart();
  }

  @Test
  void fiveHundredSlowClientsAtOnceWhileAnotherSendsAGibibyte() throws Exception {
    var client = new TusClient(door.url());
    byte[] file = Bytes.random(12, SLOW_PIECES * SLOW_PIECE);
    List<String> uploads = new ArrayList<>();
    List<Callable<Integer>> slow = new ArrayList<>();
    // Each piece is sent when all clients have sent the one before: all are in the middle at once.
    var pace = new CyclicBarrier(CLIENTS, () -> LockSupport.parkNanos(PAUSE_NANOS));
    for (int i = 0; i < CLIENTS; i++) {
      String upload = client.create(file.length, Map.of());
      uploads.add(upload);
      slow.add(() -> new SlowUpload(door.url(), upload, file, SLOW_PIECE, pace).send());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var gibibyte =
          threads.submit(() -> {
            sendGibibyte();
            return true;
          });
      for (Future<Integer> status : threads.invokeAll(slow)) {
        assertThat(status.get()).isEqualTo(204);
      }
      assertThat(gibibyte.get()).isTrue();
    }
    String expected = Bytes.sha256(file);
    assertThat(workspace.sha256OfUploads(uploads)).hasSize(CLIENTS).containsOnly(expected);
    assertNoRestart();
  }

  private static void sendGibibyte() throws Exception {
    var client = new TusClient(door.url());
    byte[] piece = Bytes.random(11, PIECE);
    var pieces = IntStream.range(0, (int) (GIB / PIECE)).mapToObj(i -> piece).toList();
    var body = BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(pieces), GIB);
    String upload = client.create(GIB, Map.of());
    Answer answer = client.patchAsync(upload, 0, body).get();

    assertThat(answer.status()).as("%s", answer).isEqualTo(204);
    assertThat(answer.offset()).isEqualTo(GIB);
    var digest = Bytes.sha256();
    pieces.forEach(digest::update);
    assertThat(workspace.sha256OfUpload(upload))
        .isEqualTo(HexFormat.of().formatHex(digest.digest()));
  }

  private static void assertNoRestart() {
    assertThat(service.restarts()).as("restarts of the pod").isZero();
    assertThat(service.pods()).hasSize(1);
    System.out.println(
        "Most memory of the small pod: " + service.peakMemory(service.pods().getFirst()));
  }
}
