package dev.longshore.e2e.client;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An upload as a patient tus client makes it: a lost connection, 409, 423 or 503 is answered with
 * HEAD and the next chunk from there, anything else is a failure.
 */
public final class ResumingUpload {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Set<Integer> RESUMABLE = Set.of(409, 423, 503);

  private final TusClient client;
  private final byte[] file;
  private final int chunk;
  private final String path;
  private final Set<String> pods = new TreeSet<>();
  private int resumes;

  /** Creates an upload for a file, to be sent in chunks of so many bytes. */
  public ResumingUpload(TusClient client, byte[] file, int chunk) {
    this.client = client;
    this.file = file;
    this.chunk = chunk;
    this.path = create();
  }

  private ResumingUpload(TusClient client, byte[] file, int chunk, String path) {
    this.client = client;
    this.file = file;
    this.chunk = chunk;
    this.path = path;
  }

  /** Goes on with an upload that somebody else began. */
  public static ResumingUpload of(TusClient client, byte[] file, int chunk, String path) {
    return new ResumingUpload(client, file, chunk, path);
  }

  private String create() {
    var created = new AtomicReference<String>();
    await("a pod that creates an upload")
        .atMost(PATIENCE)
        .ignoreException(UncheckedIOException.class)
        .until(() -> {
          created.set(client.create(file.length, Map.of()));
          return true;
        });
    return created.get();
  }

  /**
   * Sends the whole file.
   *
   * @throws IllegalStateException if a pod answered what a client cannot resume from
   */
  public ResumingUpload send() {
    long offset = resume(0, file.length);
    while (offset < file.length) {
      offset = sendChunk(offset);
    }
    return this;
  }

  private long sendChunk(long offset) {
    int end = (int) Math.min(file.length, offset + chunk);
    try {
      Answer answer = client.patch(path, offset, Arrays.copyOfRange(file, (int) offset, end));
      if (answer.status() == 204 && answer.offset() == end) {
        pods.add(answer.pod());
        return end;
      }
      requireResumable(answer);
    } catch (IOException connectionLost) {
      // the usual sign of a pod that went
    }
    resumes++;
    return resume(offset, end);
  }

  private long resume(long acknowledged, long sent) {
    var head = new AtomicReference<Answer>();
    await("an answer to HEAD").atMost(PATIENCE).until(() -> head(head));
    long offset = head.get().offset();
    if (offset < acknowledged || offset > sent) {
      throw new IllegalStateException(
          "%d bytes were acknowledged and up to %d sent, but: %s"
              .formatted(acknowledged, sent, head));
    }
    return offset;
  }

  private boolean head(AtomicReference<Answer> head) {
    try {
      head.set(client.head(path));
      if (head.get().status() == 200) {
        return true;
      }
      requireResumable(head.get());
    } catch (IOException connectionLost) {
      // asked again
    }
    return false;
  }

  private static void requireResumable(Answer answer) {
    if (!RESUMABLE.contains(answer.status())) {
      throw new IllegalStateException("No client can resume from " + answer);
    }
  }

  /** The upload's path, such as {@code /uploads/abc}. */
  public String path() {
    return path;
  }

  /** The pods that took chunks. */
  public Set<String> pods() {
    return pods;
  }

  /** How often it had to ask where to go on. */
  public int resumes() {
    return resumes;
  }
}
