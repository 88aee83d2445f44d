package dev.longshore.service.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Another storage, of a process that is killed after so many calls. */
public final class DyingStorage implements ObjectStorage {

  private final ObjectStorage storage;
  private final AtomicInteger left;

  public DyingStorage(ObjectStorage storage, int calls) {
    this.storage = storage;
    this.left = new AtomicInteger(calls);
  }

  private void live() throws IOException {
    if (left.getAndDecrement() <= 0) {
      throw new IOException("killed");
    }
  }

  @Override
  public String name() {
    return storage.name();
  }

  @Override
  public void requireFree(String path) throws IOException {
    live();
    storage.requireFree(path);
  }

  @Override
  public ObjectAppend append(StoredUpload upload, long fence, boolean abandoned)
      throws IOException {
    live();
    var append = storage.append(upload, fence, abandoned);
    return new ObjectAppend() {
      @Override
      public void write(ByteBuffer[] buffers) throws IOException {
        live();
        append.write(buffers);
      }

      @Override
      public Progress checkpoint() throws IOException {
        live();
        return append.checkpoint();
      }

      @Override
      public Progress flush() throws IOException {
        live();
        return append.flush();
      }

      @Override
      public void close() throws IOException {
        append.close();
      }
    };
  }

  @Override
  public Progress complete(StoredUpload upload, long fence) throws IOException {
    live();
    return storage.complete(upload, fence);
  }

  @Override
  public StoredObject open(StoredUpload upload) throws IOException {
    live();
    return storage.open(upload);
  }

  @Override
  public Progress seal(StoredUpload upload, long fence) throws IOException {
    live();
    return storage.seal(upload, fence);
  }

  @Override
  public Progress concatenate(StoredUpload upload, List<StoredUpload> pieces, long fence)
      throws IOException {
    live();
    return storage.concatenate(upload, pieces, fence);
  }

  @Override
  public void tidy(StoredUpload upload) throws IOException {
    live();
    storage.tidy(upload);
  }

  @Override
  public void discard(StoredUpload upload) throws IOException {
    live();
    storage.discard(upload);
  }

  @Override
  public boolean knows(String uploadId) throws IOException {
    live();
    return storage.knows(uploadId);
  }

  @Override
  public int sweep(Function<Collection<String>, Map<String, UploadUse>> uses, SweepLimits limits)
      throws IOException {
    live();
    return storage.sweep(uses, limits);
  }

  @Override
  public void check() throws IOException {
    live();
    storage.check();
  }
}
