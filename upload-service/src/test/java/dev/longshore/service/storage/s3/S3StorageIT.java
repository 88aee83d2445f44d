package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.ObjectStorageContract;
import dev.longshore.service.storage.StoredUpload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
    return !bucket.keys("media/.longshore/uploads/" + upload.uploadId() + "/").isEmpty();
  }
}
