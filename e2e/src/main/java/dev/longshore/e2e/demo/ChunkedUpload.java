package dev.longshore.e2e.demo;

import static org.awaitility.Awaitility.await;

import dev.longshore.e2e.client.Answer;
import dev.longshore.e2e.client.TusClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Uploads bytes in chunks, each to the next of several addresses in turn, and goes on with the
 * others when one is gone.
 */
final class ChunkedUpload {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final byte[] bytes;
  private final int chunkSize;
  private final Map<String, List<Integer>> chunksByPod = new TreeMap<>();
  private String upload;
  private int next;
  private int turn;

  ChunkedUpload(byte[] bytes, int chunkSize) {
    this.bytes = bytes;
    this.chunkSize = chunkSize;
  }

  /** Creates the upload, waiting for a pod that can: 503 means to try again. */
  void create(TusClient pod, String path) {
    await("a pod that creates an upload")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> {
          upload = pod.create(bytes.length, Map.of("path", path));
          return true;
        });
  }

  /**
   * Sends the next chunk to whichever address is next and takes it, trying them in turn.
   *
   * @return bytes that are acknowledged now
   */
  long send(List<TusClient> pods) {
    return await("a pod that takes chunk " + next)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .until(() -> trySend(pods.get(turn++ % pods.size())), offset -> offset >= 0);
  }

  private long trySend(TusClient pod) {
    try {
      var answer = patch(pod);
      if (answer.status() == 204) {
        chunksByPod.computeIfAbsent(answer.pod(), name -> new ArrayList<>()).add(next++);
        return answer.offset();
      }
    } catch (IOException gone) {
      // The next address takes the same chunk.
    }
    return -1;
  }

  private Answer patch(TusClient pod) throws IOException {
    int from = next * chunkSize;
    var chunk = Arrays.copyOfRange(bytes, from, Math.min(from + chunkSize, bytes.length));
    return pod.patch(upload, from, chunk);
  }

  int chunks() {
    return (bytes.length + chunkSize - 1) / chunkSize;
  }

  boolean isDone() {
    return next == chunks();
  }

  /** Pod names with the numbers of the chunks that each took. */
  Map<String, List<Integer>> chunksByPod() {
    return chunksByPod;
  }
}
