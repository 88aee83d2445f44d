package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.longshore.service.storage.StoredObject;
import dev.longshore.service.storage.StoredUpload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** Objects that are read while connections to the bucket break. */
class S3ReadersIT {

  /** More than lies in sockets when a reader pauses. */
  private static final int LENGTH = 24 << 20;

  private final S3Bucket bucket = new S3Bucket(S3Server.shared());
  private final S3Proxy proxy = new S3Proxy(bucket.server());
  private final S3Storage storage =
      new S3Storage(S3Bucket.connection(proxy.endpoint(), 2), bucket.options());
  private final byte[] bytes = new byte[LENGTH];

  @BeforeEach
  void upload() {
    new Random(1).nextBytes(bytes);
    put("one", bytes);
  }

  @AfterEach
  void close() {
    storage.close();
    proxy.close();
    bucket.close();
  }

  private void put(String uploadId, byte[] content) {
    bucket
        .client()
        .putObject(
            b ->
                b.bucket(bucket.name())
                    .key("media/o")
                    .metadata(Map.of(ObjectHeaders.UPLOAD_ID, uploadId)),
            RequestBody.fromBytes(content));
  }

  private StoredObject open() throws IOException {
    return storage.open(new StoredUpload("one", "o", (long) LENGTH, LENGTH, null, Map.of(), null));
  }

  private static ByteBuffer read(ReadableByteChannel channel, int length) throws IOException {
    var into = ByteBuffer.allocate(length);
    while (into.hasRemaining() && channel.read(into) >= 0) {}
    return into.flip();
  }

  @Test
  void restIsAskedForAgainWhereTheConnectionBreaks() throws IOException {
    try (var object = open()) {
      var channel = object.read(1000, LENGTH - 1000);
      assertThat(read(channel, 5000)).isEqualTo(ByteBuffer.wrap(bytes, 1000, 5000));
      proxy.cut();
      assertThat(read(channel, LENGTH - 6000).equals(ByteBuffer.wrap(bytes, 6000, LENGTH - 6000)))
          .isTrue();
      assertThat(proxy.counts()).containsEntry("HeadObject", 1L).containsEntry("GetObject", 2L);
    }
  }

  @Test
  void restOfAnotherObjectIsNotTaken() throws IOException {
    try (var object = open()) {
      var channel = object.read(0, LENGTH);
      assertThat(read(channel, 5000)).isEqualTo(ByteBuffer.wrap(bytes, 0, 5000));
      put("two", new byte[LENGTH]);
      proxy.cut();
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(channel, LENGTH - 5000));
    }
  }

  @Test
  void whatIsNotReadIsNotFetched() throws IOException {
    var object = open();
    read(object.read(0, LENGTH), 5000);
    long began = System.nanoTime();
    object.close();
    assertThat(System.nanoTime() - began).isLessThan(1_000_000_000L);
    proxy.awaitAnswers();
  }
}
