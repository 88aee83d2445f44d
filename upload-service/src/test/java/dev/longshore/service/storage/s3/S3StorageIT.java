package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.ObjectStorageContract;
import dev.longshore.service.storage.StoredUpload;
import dev.longshore.service.storage.SweepLimits;
import dev.longshore.service.storage.UploadLostException;
import dev.longshore.service.storage.UploadUse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3StorageIT extends ObjectStorageContract {

  private final S3Bucket bucket = new S3Bucket(S3Server.shared());
  private final List<S3Proxy> proxies = new ArrayList<>();
  private final List<S3Storage> opened = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(S3Storage::close);
    proxies.forEach(S3Proxy::close);
    bucket.close();
  }

  @Override
  protected ObjectStorage open(boolean allowOverwrite) {
    var storage =
        new S3Storage(
            S3Bucket.connection(bucket.server().endpoint(), 3),
            bucket.options(allowOverwrite, 64 << 20));
    opened.add(storage);
    return storage;
  }

  @Override
  protected ObjectStorage dyingAfter(int calls) {
    return behind(proxy -> proxy.cutAfter(calls));
  }

  @Override
  protected void awaitEndOfTheKilled() {
    proxies.forEach(S3Proxy::awaitAnswers);
  }

  /** The last call is carried out, but the answer is lost with the process. */
  private ObjectStorage dyingBeforeAnswer(int calls) {
    return behind(proxy -> {
      proxy.cutAfter(calls + 1);
      proxy.muteAfter(calls);
    });
  }

  private ObjectStorage behind(Consumer<S3Proxy> how) {
    var proxy = new S3Proxy(bucket.server());
    proxies.add(proxy);
    how.accept(proxy);
    var storage = new S3Storage(S3Bucket.connection(proxy.endpoint(), 1), bucket.options());
    opened.add(storage);
    return storage;
  }

  @Test
  void answerThatIsLostToTheKillChangesNothing() throws IOException {
    surviveEveryKill(this::dyingBeforeAnswer);
  }

  /** Its client sent other bytes than those that were acknowledged to somebody else. */
  @Test
  void latePartWithOtherBytesIsDetected() throws IOException {
    int part = (int) S3Bucket.PART;
    var upload = TestUpload.of("o", 3 * part);
    upload.send(open(false), part);
    var other = TestUpload.of("o", 3 * part + 1);
    try (var late = open(false).append(upload.stored(), upload.nextFence(), false)) {
      upload.send(open(false), part);
      late.write(other.slice(part, part));
      late.flush();
      upload.send(open(false), part);
    }
    assertThatExceptionOfType(UploadLostException.class)
        .isThrownBy(() -> upload.finish(open(false)));
    assertThat(object("o")).isNull();
  }

  @Test
  void latePartWithTheSameBytesIsHarmless() throws IOException {
    int part = (int) S3Bucket.PART;
    var upload = TestUpload.of("o", 3 * part);
    upload.send(open(false), part);
    try (var late = open(false).append(upload.stored(), upload.nextFence(), false)) {
      upload.send(open(false), part + 1000);
      late.write(upload.slice(part, part));
      late.flush();
      upload.sendRest(open(false), part);
    }
    upload.finish(open(false));
    assertThat(upload.isWhole(object("o"))).isTrue();
    requireNothingBut("o");
  }

  /** The call is tried again, and the first one was carried out all the same. */
  @Test
  void multipartUploadThatWasBegunTwiceIsFreed() throws IOException {
    var upload = TestUpload.of("o", 2 * (int) S3Bucket.PART);
    var proxy = new S3Proxy(bucket.server());
    proxies.add(proxy);
    proxy.loseAnswerTo("CreateMultipartUpload");
    var storage = new S3Storage(S3Bucket.connection(proxy.endpoint(), 3), bucket.options());
    opened.add(storage);
    upload.sendRest(storage, (int) S3Bucket.PART);
    assertThat(bucket.multipartUploads()).hasSize(2);
    upload.finish(storage);
    assertThat(upload.isWhole(object("o"))).isTrue();
    requireNothingBut("o");
  }

  /** What S3 does not know any more is not complete; it may as well have been aborted. */
  @Test
  void absenceIsNotTakenForCompletion() throws IOException {
    var large = TestUpload.of("large", 2 * (int) S3Bucket.PART);
    large.sendRest(open(false), (int) S3Bucket.PART);
    for (var begun : bucket.multipartUploads()) {
      bucket
          .client()
          .abortMultipartUpload(
              b -> b.bucket(bucket.name()).key(begun.key()).uploadId(begun.uploadId()));
    }
    assertThatExceptionOfType(UploadLostException.class)
        .isThrownBy(() -> large.finish(open(false)));
    var small = TestUpload.of("small", 1000);
    try (var append = open(false).append(small.stored(), small.nextFence(), false)) {
      append.write(small.slice(0, 1000));
      small.commit(append, append.flush());
    }
    for (var key : bucket.keys("media/.longshore/")) {
      bucket.client().deleteObject(b -> b.bucket(bucket.name()).key(key));
    }
    assertThatExceptionOfType(UploadLostException.class)
        .isThrownBy(() -> small.finish(open(false)));
    requireNothingBut();
  }

  /** Somebody else's multipart upload to the same key, or beside ours, is none of our business. */
  @Test
  void sweepTouchesNothingOfOthers() throws IOException {
    var client = bucket.client();
    client.createMultipartUpload(b -> b.bucket(bucket.name()).key("media/o"));
    client.createMultipartUpload(b -> b.bucket(bucket.name()).key("other"));
    client.putObject(
        b -> b.bucket(bucket.name()).key(".longshore/uploads/x/tail.0-1.1"), RequestBody.empty());
    var upload = TestUpload.of("o", 3 * (int) S3Bucket.PART);
    upload.send(open(false), (int) S3Bucket.PART + 1);
    assertThat(bucket.multipartUploads()).hasSize(3);
    var after = Instant.now().plusSeconds(3600);
    int freed =
        open(false)
            .sweep(
                ids -> ids.stream().collect(Collectors.toMap(id -> id, id -> UploadUse.UNKNOWN)),
                new SweepLimits(after, after));
    assertThat(freed).isEqualTo(1);
    assertThat(bucket.multipartUploads()).hasSize(2);
    assertThat(bucket.keys("")).containsExactly(".longshore/uploads/x/tail.0-1.1");
  }

  /** Both services have an upload to the same path; a pod of one died while it began. */
  @Test
  void sweepTouchesNoMultipartUploadThatAnotherScopeTellsOf() throws IOException {
    var connection = S3Bucket.connection(bucket.server().endpoint(), 2);
    try (var one = new S3Storage(connection, bucket.options("one"));
        var other = new S3Storage(connection, bucket.options("other"))) {
      var died = "media/.longshore/uploads/one/upload-died/multipart.1.1";
      client().putObject(b -> b.bucket(bucket.name()).key(died), RequestBody.fromString("media/o"));
      var upload = TestUpload.of("o", 2 * (int) S3Bucket.PART);
      upload.send(other, (int) S3Bucket.PART);
      var after = Instant.now().plusSeconds(3600);
      int freed =
          one.sweep(
              ids -> ids.stream().collect(Collectors.toMap(id -> id, id -> UploadUse.UNKNOWN)),
              new SweepLimits(after, after));
      assertThat(freed).isEqualTo(1);
      upload.sendRest(other, (int) S3Bucket.PART);
      upload.finish(other);
      assertThat(upload.isWhole(object("o"))).isTrue();
      assertThat(bucket.keys("")).containsExactly("media/o");
    }
  }

  /** Its marker is as old as the upload; the parts tell that somebody still sends. */
  @Test
  void sweepLooksAtWhenTheLastPartWasWritten() throws Exception {
    var upload = TestUpload.of("o", 3 * (int) S3Bucket.PART);
    upload.send(open(false), (int) S3Bucket.PART);
    var marker = client().listObjectsV2(b -> b.bucket(bucket.name())).contents().getFirst();
    await().until(() -> Instant.now().isAfter(marker.lastModified().plusSeconds(2)));
    upload.send(open(false), (int) S3Bucket.PART);
    var between = marker.lastModified().plusMillis(1000);
    int freed =
        open(false)
            .sweep(
                ids -> ids.stream().collect(Collectors.toMap(id -> id, id -> UploadUse.UNKNOWN)),
                new SweepLimits(between, between));
    assertThat(freed).isZero();
    upload.sendRest(open(false), (int) S3Bucket.PART);
    upload.finish(open(false));
    assertThat(upload.isWhole(object("o"))).isTrue();
  }

  private S3Client client() {
    return bucket.client();
  }

  @Override
  protected int largeChunk() {
    return (int) (S3Bucket.PART * 3 / 5);
  }

  @Override
  protected void requireNothingBut(String... paths) {
    assertThat(bucket.keys(""))
        .containsExactlyInAnyOrder(
            Stream.of(paths).map(path -> "media/" + path).toArray(String[]::new));
    assertThat(bucket.multipartUploads()).isEmpty();
  }

  @Override
  protected void remove(String path) {
    bucket.client().deleteObject(b -> b.bucket(bucket.name()).key("media/" + path));
  }

  @Override
  protected byte[] object(String path) {
    return bucket.object(path);
  }

  @Override
  protected boolean keepsAnything(StoredUpload upload) {
    return !bucket.keys("media/.longshore/uploads/memory/" + upload.uploadId() + "/").isEmpty();
  }
}
