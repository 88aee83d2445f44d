package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.client.Answer;
import dev.longshore.e2e.client.HeldBody;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Door;
import dev.longshore.e2e.workspace.UploadServiceResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pod that holds a chunk dies without a word. */
@ExtendWith(OnCluster.class)
class KilledPodE2E {
  private static final int CHUNK = 1 << 20;

  /** A lease lasts 10 s; the rest is for finding out and asking again. */
  private static final Duration LEASE = Duration.ofSeconds(10).plusSeconds(2);

  @Test
  void anotherPodTakesTheRestWithinTheLeaseTimeAndNothingAcknowledgedIsLost(
      UploadServiceResource service) throws Exception {
    Pod victim = service.pods().get(0);
    byte[] file = Bytes.random(7, 4 * CHUNK);
    try (Door doomed = Door.toPod(service.workspace().cluster(), victim);
        Door other = Door.toPod(service.workspace().cluster(), service.pods().get(1))) {
      var first = new TusClient(doomed.url());
      var second = new TusClient(other.url());
      String upload = first.create(file.length, Map.of());
      assertThat(first.patch(upload, 0, Arrays.copyOf(file, CHUNK)).status()).isEqualTo(204);

      var body = new HeldBody(Arrays.copyOfRange(file, CHUNK, 2 * CHUNK), 3 * CHUNK);
      var interrupted = first.patchAsync(upload, CHUNK, body);
      await("the pod to hold the upload")
          .atMost(Duration.ofSeconds(20))
          .until(() -> body.isHeld() && leases(service, upload) == 1);
      service.kill(victim);
      long killed = System.nanoTime();

      var accepted = new AtomicReference<Answer>();
      await("another pod to take the rest")
          .pollInterval(Duration.ofMillis(200))
          .atMost(LEASE)
          .until(() -> accept(second, upload, file, accepted));
      System.out.printf(
          "The rest was taken %.1f s after the kill%n", (System.nanoTime() - killed) / 1e9);
      assertThat(accepted.get().offset()).isEqualTo(file.length);
      assertThat(interrupted).failsWithin(Duration.ofSeconds(30));
      assertThat(service.workspace().sha256OfUpload(upload)).isEqualTo(Bytes.sha256(file));
    }
    service.awaitReady(Duration.ofSeconds(120));
  }

  /** Asks where to go on and sends the rest; the acknowledged first chunk must be there. */
  private static boolean accept(
      TusClient client, String upload, byte[] file, AtomicReference<Answer> accepted)
      throws Exception {
    Answer head = client.head(upload);
    if (head.status() != 200) {
      assertThat(head.status()).as("asked for the offset: %s", head).isIn(423, 503);
      return false;
    }
    assertThat(head.offset()).isBetween((long) CHUNK, 2L * CHUNK);
    Answer answer =
        client.patch(
            upload, head.offset(), Arrays.copyOfRange(file, (int) head.offset(), file.length));
    accepted.set(answer);
    if (answer.status() != 204) {
      assertThat(answer.status()).as("sent the rest: %s", answer).isIn(409, 423, 503);
    }
    return answer.status() == 204;
  }

  private static long leases(UploadServiceResource service, String upload) {
    String id = upload.substring(upload.lastIndexOf('/') + 1);
    return service.workspace().redis().cli("--scan", "--pattern", "*" + id + "}:lease").size();
  }
}
