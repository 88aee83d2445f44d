package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each thing a client does costs in S3 calls, as {@code docs/s3.md} says. */
class S3CallsIT {

  private static final int PART = (int) S3Bucket.PART;

  private final S3Bucket bucket = new S3Bucket(S3Server.shared());
  private final S3Proxy proxy = new S3Proxy(bucket.server());
  private final S3Storage storage =
      new S3Storage(S3Bucket.connection(proxy.endpoint(), 1), bucket.options());
  private final S3Storage overwriting =
      new S3Storage(S3Bucket.connection(proxy.endpoint(), 1), bucket.options(true, 64 << 20));

  @AfterEach
  void close() {
    storage.close();
    overwriting.close();
    proxy.close();
    bucket.close();
  }

  @Test
  void smallUploadInOneBodyIsOneCall() throws IOException {
    for (int length : new int[] {0, 1, 100_000, PART}) {
      var upload = TestUpload.of("small-" + length, length);
      proxy.reset();
      if (length > 0) {
        upload.send(storage, length);
      }
      upload.finish(storage);
      assertThat(upload.isWhole(bucket.object("small-" + length))).isTrue();
      if (length > 0) {
        assertThat(proxy.calls()).containsExactly("PutObject");
      }
    }
    assertThat(bucket.keys("media/.longshore")).isEmpty();
  }

  @Test
  void smallUploadOfUnknownLengthInOneBodyIsOneCall() throws IOException {
    var upload = TestUpload.ofUnknownLength("o", 100_000);
    upload.send(storage, 100_000);
    upload.finish(storage);
    assertThat(proxy.calls()).containsExactly("PutObject");
    assertThat(upload.isWhole(bucket.object("o"))).isTrue();
  }

  @Test
  void smallUploadWhereOverwritingIsAllowedLooksFirst() throws IOException {
    var upload = TestUpload.of("o", 1000);
    upload.send(overwriting, 1000);
    upload.finish(overwriting);
    assertThat(proxy.calls()).containsExactly("HeadObject", "PutObject");
  }

  @Test
  void alignedChunkIsOneCallForEachPart() throws IOException {
    var upload = TestUpload.of("large", 6 * PART);
    upload.send(storage, PART);
    assertThat(proxy.calls()).startsWith("PutObject", "CreateMultipartUpload");
    assertThat(proxy.calls().subList(2, 4)).containsExactlyInAnyOrder("PutObject", "UploadPart");
    assertThat(proxy.calls()).hasSize(4);
    proxy.reset();
    upload.send(storage, PART);
    assertThat(proxy.calls()).containsExactly("UploadPart");
    proxy.reset();
    upload.send(storage, 3 * PART);
    assertThat(proxy.calls()).containsExactly("UploadPart", "UploadPart", "UploadPart");
    proxy.reset();
    upload.send(storage, PART);
    assertThat(proxy.calls()).containsExactly("UploadPart");
    proxy.reset();
    upload.finish(storage);
    assertThat(proxy.calls())
        .containsExactly("ListParts", "CompleteMultipartUpload", "ListObjectsV2", "DeleteObject");
    assertThat(upload.isWhole(bucket.object("large"))).isTrue();
    assertThat(bucket.keys("media/.longshore")).isEmpty();
    assertThat(bucket.multipartUploads()).isEmpty();
  }

  /** As in a pod of the size that pods have by default. */
  @Test
  void memoryOfLessThanFourPartsCostsNoFurtherCalls() throws IOException {
    var options = bucket.options(false, PART * 37L / 10);
    try (var tight = new S3Storage(S3Bucket.connection(proxy.endpoint(), 1), options)) {
      var small = TestUpload.of("small", PART);
      small.send(tight, PART);
      small.finish(tight);
      assertThat(proxy.calls()).containsExactly("PutObject");
      proxy.reset();
      var large = TestUpload.of("large", 8 * PART);
      large.send(tight, 8 * PART);
      assertThat(proxy.counts())
          .isEqualTo(Map.of("PutObject", 2L, "CreateMultipartUpload", 1L, "UploadPart", 8L));
      large.finish(tight);
      assertThat(large.isWhole(bucket.object("large"))).isTrue();
    }
  }

  @Test
  void chunkThatFillsNoPartIsOneCallAndIsReadOnce() throws IOException {
    var upload = TestUpload.of("large", 2 * PART);
    upload.send(storage, PART + PART / 2);
    proxy.reset();
    upload.send(storage, 1000);
    assertThat(proxy.calls()).containsExactly("PutObject");
    proxy.reset();
    upload.send(storage, PART / 2 - 1000);
    assertThat(proxy.calls()).contains("UploadPart");
    assertThat(proxy.counts())
        .isEqualTo(Map.of("UploadPart", 1L, "GetObject", 2L, "DeleteObjects", 1L));
    upload.finish(storage);
    assertThat(upload.isWhole(bucket.object("large"))).isTrue();
  }

  @Test
  void thousandsOfTinyChunksStayLinear() throws IOException {
    var upload = TestUpload.of("tiny", 300 * 1024);
    upload.sendRest(storage, 1024);
    upload.finish(storage);
    assertThat(upload.isWhole(bucket.object("tiny"))).isTrue();
    assertThat(proxy.counts().get("PutObject")).isEqualTo(300);
    assertThat(proxy.counts().get("GetObject")).as("one or two for each chunk").isLessThan(600);
    assertThat(bucket.keys("media/.longshore")).isEmpty();
  }

  @Test
  void concatenationReadsNothingButShortPieces() throws IOException {
    var pieces =
        List.of(TestUpload.partial(2 * PART), TestUpload.partial(7), TestUpload.partial(PART + 9));
    for (var piece : pieces) {
      piece.sendRest(storage, PART);
      piece.seal(storage);
    }
    assertThat(bucket.object("piece")).isNull();
    var whole = TestUpload.of("whole", 3 * PART + 16);
    int at = 0;
    for (var piece : pieces) {
      System.arraycopy(piece.bytes, 0, whole.bytes, at, piece.bytes.length);
      at += piece.bytes.length;
    }
    proxy.reset();
    var stored = pieces.stream().map(TestUpload::stored).toList();
    whole.keep(storage.concatenate(whole.stored(), stored, whole.nextFence()));
    assertThat(proxy.counts())
        .isEqualTo(
            Map.of(
                "PutObject", 2L,
                "CreateMultipartUpload", 1L,
                "UploadPartCopy", 1L,
                "GetObject", 3L,
                "UploadPart", 2L));
    whole.finish(storage);
    assertThat(whole.isWhole(bucket.object("whole"))).isTrue();
    for (var piece : pieces) {
      storage.discard(piece.stored());
    }
    assertThat(bucket.keys("media/")).containsExactly("media/whole");
    assertThat(bucket.multipartUploads()).isEmpty();
  }

  @Test
  void objectCarriesWhatTheClientSaid() throws IOException {
    var upload = TestUpload.of("o", 2 * PART);
    upload.sendRest(storage, PART);
    upload.finish(storage);
    var small = TestUpload.of("small", 10);
    small.sendRest(storage, 10);
    small.finish(storage);
    for (var key : new String[] {"media/o", "media/small"}) {
      var head = bucket.client().headObject(b -> b.bucket(bucket.name()).key(key));
      assertThat(head.contentType()).isEqualTo("text/plain");
      assertThat(head.metadata())
          .containsEntry("kind", "test")
          .containsEntry("filename", "=?UTF-8?B?w5xiZXJzaWNodC50eHQ=?=")
          .containsKey("longshore-upload-id");
    }
  }
}
