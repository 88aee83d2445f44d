package dev.longshore.service.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.UploadClient;
import dev.longshore.service.storage.s3.S3Bucket;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** A client that goes on whatever happens to the pod it talks to. */
final class RandomUploads {

  private static final int MEBIBYTE = 1 << 20;
  private static final int LONGEST_CHUNK = 64 * MEBIBYTE;
  private static final int MOST_CHUNKS = 40;

  /** What a client is told that need not end its upload. */
  private static final Set<Integer> MAY_PASS = Set.of(409, 423, 503);

  private final Supplier<UploadClient> pods;
  private final Random random;
  private final Count count;

  /** What happened, so that a reader of the log sees that it did. */
  static final class Count {

    final LongAdder uploads = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder chunks = new LongAdder();
    final LongAdder broken = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder kills = new LongAdder();
    final LongAdder cuts = new LongAdder();

    @Override
    public String toString() {
      return ("%s uploads of %d MiB together in %s chunks, of which %s lost their connection and %s"
              + " were refused; %s pods killed, connections to the bucket cut %s times")
          .formatted(uploads, bytes.sum() >> 20, chunks, broken, refused, kills, cuts);
    }
  }

  /**
   * @param pods any of them each time
   */
  RandomUploads(Supplier<UploadClient> pods, Random random, Count count) {
    this.pods = pods;
    this.random = random;
    this.count = count;
  }

  /** Uploads bytes of a random length to this path, and looks at the object. */
  void upload(String path, S3Bucket bucket) {
    var bytes = new byte[length()];
    random.nextBytes(bytes);
    boolean lengthIsKnown = random.nextInt(4) > 0;
    var upload = create(path, lengthIsKnown ? bytes.length : -1);
    for (long offset = 0; offset < bytes.length; ) {
      int chunk = chunk(bytes.length, bytes.length - offset);
      offset = send(upload, bytes, (int) offset, chunk, lengthIsKnown);
    }
    var head = head(upload);
    assertThat(head.offset()).isEqualTo(bytes.length);
    assertThat(sha256(bucket.object(path))).as(path).isEqualTo(sha256(bytes));
    count.bytes.add(bytes.length);
    count.uploads.increment();
  }

  private int length() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> 1 + random.nextInt(2000);
      case 2, 3, 4 -> 1 + random.nextInt(16 * MEBIBYTE);
      default -> 1 + random.nextInt(96 * MEBIBYTE);
    };
  }

  /** From 1 byte to 64 MiB, any order of magnitude as likely; not too many small ones. */
  private int chunk(int length, long rest) {
    int size = (int) Math.exp(random.nextDouble() * Math.log(LONGEST_CHUNK));
    int least = random.nextInt(4) == 0 ? 1 : length / MOST_CHUNKS;
    return (int) Math.min(rest, Math.max(size, least));
  }

  private String create(String path, int length) {
    var metadata = "path " + Base64.getEncoder().encodeToString(path.getBytes());
    var field = length < 0 ? "Upload-Defer-Length" : "Upload-Length";
    var value = length < 0 ? "1" : Integer.toString(length);
    return answered(
            201,
            () -> pods.get().tus("POST", "/uploads", field, value, "Upload-Metadata", metadata))
        .header("Location");
  }

  private Answer head(String upload) {
    return answered(200, () -> pods.get().head(upload));
  }

  /** Asks again until a pod answers so, and refuses answers that say that the upload is gone. */
  private Answer answered(int status, Supplier<Answer> request) {
    return await()
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .until(() -> tried(request).filter(answer -> is(status, answer)), Optional::isPresent)
        .orElseThrow();
  }

  private static boolean is(int status, Answer answer) {
    assertThat(answer.status() == status || MAY_PASS.contains(answer.status()))
        .as(answer.toString())
        .isTrue();
    return answer.status() == status;
  }

  private Optional<Answer> tried(Supplier<Answer> request) {
    try {
      return Optional.of(request.get());
    } catch (UncheckedIOException | CompletionException e) {
      return Optional.empty(); // The pod was killed, or is not there yet.
    }
  }

  /** Sends one chunk, and says from where to go on: never before what was acknowledged. */
  private long send(String upload, byte[] bytes, int offset, int chunk, boolean lengthIsKnown) {
    count.chunks.increment();
    var body = BodyPublishers.ofByteArray(bytes, offset, chunk);
    boolean isLast = offset + chunk == bytes.length;
    var headers =
        lengthIsKnown || !isLast
            ? checksum(bytes, offset, chunk)
            : new String[] {"Upload-Length", Integer.toString(bytes.length)};
    var answer = tried(() -> pods.get().patchAsync(upload, offset, body, headers).join());
    if (answer.filter(answered -> is(204, answered)).isPresent()) {
      assertThat(answer.get().offset()).isEqualTo(offset + chunk);
      return offset + chunk;
    }
    (answer.isPresent() ? count.refused : count.broken).increment();
    long next = head(upload).offset();
    assertThat(next).isBetween((long) offset, (long) offset + chunk);
    return next;
  }

  private String[] checksum(byte[] bytes, int offset, int length) {
    if (random.nextInt(4) > 0) {
      return new String[0];
    }
    var digest = digest();
    digest.update(bytes, offset, length);
    var value = "sha256 " + Base64.getEncoder().encodeToString(digest.digest());
    return new String[] {"Upload-Checksum", value};
  }

  private static String sha256(byte[] bytes) {
    return Base64.getEncoder().encodeToString(digest().digest(bytes));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
