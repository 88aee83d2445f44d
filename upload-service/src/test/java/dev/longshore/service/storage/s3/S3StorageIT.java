package dev.longshore.service.storage.s3;

import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.ObjectStorageContract;
import dev.longshore.service.storage.StoredUpload;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

class S3StorageIT extends ObjectStorageContract {

  private final S3Bucket bucket = new S3Bucket(S3Server.shared());
  private final List<S3Storage> opened = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(S3Storage::close);
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
  protected byte[] object(String path) {
    return bucket.object(path);
  }

  @Override
  protected boolean keepsAnything(StoredUpload upload) {
    return !bucket.keys("media/.longshore/uploads/" + upload.uploadId() + "/").isEmpty();
  }
}
