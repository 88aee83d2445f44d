package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.client.Answer;
import dev.longshore.e2e.client.HeldBody;
import dev.longshore.e2e.client.ResumingUpload;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Cluster;
import dev.longshore.e2e.cluster.Door;
import dev.longshore.e2e.cluster.Images;
import dev.longshore.e2e.workspace.S3Server;
import dev.longshore.e2e.workspace.UploadServiceResource;
import dev.longshore.e2e.workspace.Workspace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three pods that share nothing but Redis and a bucket. */
@ExtendWith(OnCluster.class)
class S3E2E {
  private static final String BUCKET = "media";
  private static final int PART = 5 << 20;

  private static Workspace workspace;
  private static S3Server s3;
  private static UploadServiceResource service;

  @BeforeAll
  static void start(Cluster cluster) {
    workspace = Workspace.create(cluster, Images.built(), "bucket");
    workspace.writeSecret(Workspace.PASSWORD);
    s3 = workspace.startS3(Images.built(), BUCKET);
    service =
        workspace
            .apply(
                "media",
                3,
                "{s3: {bucket: media, region: eu-west-1, endpoint: 'http://s3:7070', pathStyle:"
                    + " true, partSize: 5Mi, credentialsSecretRef: {name: s3}}}")
            .awaitReady(Duration.ofSeconds(120));
  }

  @AfterAll
  static void stop() {
    workspace.close();
  }

  @Test
  void anyPodTakesAnyChunkAndOnlyTheObjectRemains() throws Exception {
    byte[] file = Bytes.random(3, 3 * PART + 12345);
    List<Door> doors = service.doorsToPods();
    try {
      var clients = doors.stream().map(door -> new TusClient(door.url())).toList();
      String upload = clients.getFirst().create(file.length, Map.of());
      int chunk = 1_234_567;
      for (int offset = 0, i = 0; offset < file.length; offset += chunk, i++) {
        int end = Math.min(file.length, offset + chunk);
        Answer answer =
            clients.get(i % 3).patch(upload, offset, Arrays.copyOfRange(file, offset, end));
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertThat(answer.offset()).isEqualTo(end);
      }
      assertThat(s3.sha256(BUCKET, id(upload))).isEqualTo(Bytes.sha256(file));
      awaitOnlyTheObject(upload);
    } finally {
      doors.forEach(Door::close);
    }
  }

  @Test
  void killedPodLosesNothingAcknowledged() throws Exception {
    byte[] file = Bytes.random(4, 4 * PART);
    var victim = service.pods().getFirst();
    try (Door doomed = Door.toPod(workspace.cluster(), victim);
        Door any = service.doorToService()) {
      var client = new TusClient(doomed.url());
      String upload = client.create(file.length, Map.of());
      int first = PART + 777;
      assertThat(client.patch(upload, 0, Arrays.copyOf(file, first)).status()).isEqualTo(204);
      var body = new HeldBody(Arrays.copyOfRange(file, first, 2 * PART), file.length - first);
      var interrupted = client.patchAsync(upload, first, body);
      await("the pod to hold the body").atMost(Duration.ofSeconds(20)).until(body::isHeld);
      service.kill(victim);
      assertThat(interrupted).failsWithin(Duration.ofSeconds(30));

      ResumingUpload.of(new TusClient(any.url()), file, PART, upload).send();
      assertThat(s3.sha256(BUCKET, id(upload))).isEqualTo(Bytes.sha256(file));
      awaitOnlyTheObject(upload);
    }
    service.awaitReady(Duration.ofSeconds(120));
  }

  /** What else an upload had is freed behind the answer. */
  private static void awaitOnlyTheObject(String upload) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(leftOf(upload)).containsExactly(id(upload)));
  }

  private static List<String> leftOf(String upload) {
    return s3.files(BUCKET).stream().filter(file -> file.contains(id(upload))).toList();
  }

  private static String id(String upload) {
    return upload.substring(upload.lastIndexOf('/') + 1);
  }
}
