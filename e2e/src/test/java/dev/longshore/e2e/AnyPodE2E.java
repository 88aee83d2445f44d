package dev.longshore.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.e2e.client.Answer;
import dev.longshore.e2e.client.TusClient;
import dev.longshore.e2e.cluster.Door;
import dev.longshore.e2e.workspace.UploadServiceResource;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A chunk may go to any pod, and to two at once. */
@ExtendWith(OnCluster.class)
class AnyPodE2E {
  private static final int CHUNK = 256 << 10;
  private static final int ROUNDS = 200;
  private static final int ROUND = 16 << 10;

  private static UploadServiceResource service;
  private static List<Door> doors;
  private static List<TusClient> clients;

  @BeforeAll
  static void openDoors(UploadServiceResource shared) {
    service = shared;
    doors = service.doorsToPods();
    clients = doors.stream().map(door -> new TusClient(door.url())).toList();
  }

  @AfterAll
  static void closeDoors() {
    doors.forEach(Door::close);
  }

  @Test
  void everyChunkIsTakenByThePodThatItIsSentTo() throws Exception {
    List<String> pods = service.pods().stream().map(pod -> pod.getMetadata().getName()).toList();
    byte[] file = Bytes.random(1, 12 * CHUNK);
    String upload = clients.getFirst().create(file.length, Map.of());

    for (int offset = 0, i = 0; offset < file.length; offset += CHUNK, i++) {
      TusClient client = clients.get(i % clients.size());
      Answer answer =
          client.patch(upload, offset, Arrays.copyOfRange(file, offset, offset + CHUNK));
      assertThat(answer.status()).as(answer.body()).isEqualTo(204);
      assertThat(answer.offset()).isEqualTo(offset + CHUNK);
      assertThat(answer.pod()).isEqualTo(pods.get(i % pods.size()));
    }
    assertThat(service.workspace().sha256OfUpload(upload)).isEqualTo(Bytes.sha256(file));
  }

  @Test
  void ofTwoPodsSentTheSameOffsetAtTheSameTimeExactlyOneTakesIt() throws Exception {
    String upload = clients.getFirst().create((long) ROUNDS * ROUND, Map.of());
    var expected = new ByteArrayOutputStream();
    var start = new CyclicBarrier(2);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        long offset = (long) round * ROUND;
        List<byte[]> bodies =
            List.of(Bytes.random(2 * round, ROUND), Bytes.random(2 * round + 1, ROUND));
        List<Callable<Answer>> rivals = new ArrayList<>();
        for (int rival = 0; rival < 2; rival++) {
          TusClient client = clients.get((round + rival) % clients.size());
          byte[] body = bodies.get(rival);
          rivals.add(() -> {
            start.await();
            return client.patch(upload, offset, body);
          });
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> answer : threads.invokeAll(rivals)) {
          answers.add(answer.get());
        }
        int winner = answers.get(0).status() == 204 ? 0 : 1;
        assertThat(answers.get(winner).status()).as("round %d: %s", round, answers).isEqualTo(204);
        assertThat(answers.get(winner).offset()).isEqualTo(offset + ROUND);
        assertThat(answers.get(1 - winner).status())
            .as("round %d: %s", round, answers)
            .isIn(409, 423);
        expected.write(bodies.get(winner));
      }
    }
    assertThat(service.workspace().sha256OfUpload(upload))
        .isEqualTo(Bytes.sha256(expected.toByteArray()));
  }
}
