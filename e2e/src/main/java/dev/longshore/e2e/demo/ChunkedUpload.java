package dev.longshore.e2e.demo;

import dev.longshore.e2e.client.Answer;
import dev.longshore.e2e.client.TusClient;
import java.io.IOException;
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

  void create(TusClient pod, String path) {
    upload = pod.create(bytes.length, Map.of("path", path));
  }

  /**
   * Sends the next chunk to whichever address is next and answers.
   *
   * @return bytes that are acknowledged now
   * @throws IllegalStateException if no address takes the chunk
   */
  long send(List<TusClient> pods) {
    var refusals = new ArrayList<String>();
    for (int tried = 0; tried < pods.size(); tried++) {
      try {
        var answer = patch(pods.get(turn++ % pods.size()));
        if (answer.status() == 204) {
          chunksByPod.computeIfAbsent(answer.pod(), pod -> new ArrayList<>()).add(next++);
          return answer.offset();
        }
        refusals.add(answer.toString());
      } catch (IOException gone) {
        refusals.add(gone.toString());
      }
    }
    throw new IllegalStateException("no pod took chunk " + next + ": " + refusals);
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
