package dev.longshore.service.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** Another storage whose disk takes no byte before it is let. */
public record StallingStorage(ObjectStorage disk, CountDownLatch let) implements ObjectStorage {

  @Override
  public String name() {
    return "stalling " + disk.name();
  }

  @Override
  public void requireFree(String path) throws IOException {
    disk.requireFree(path);
  }

  @Override
  public ObjectAppend append(StoredUpload upload, long fence, boolean abandoned)
      throws IOException {
    return new StallingAppend(disk.append(upload, fence, abandoned), let);
  }

  @Override
  public Progress complete(StoredUpload upload, long fence) throws IOException {
    return disk.complete(upload, fence);
  }

  @Override
  public StoredObject open(StoredUpload upload) throws IOException {
    return disk.open(upload);
  }

  @Override
  public Progress seal(StoredUpload upload, long fence) throws IOException {
    return disk.seal(upload, fence);
  }

  @Override
  public Progress concatenate(StoredUpload upload, List<StoredUpload> pieces, long fence)
      throws IOException {
    return disk.concatenate(upload, pieces, fence);
  }

  @Override
  public void tidy(StoredUpload upload) throws IOException {
    disk.tidy(upload);
  }

  @Override
  public void discard(StoredUpload upload) throws IOException {
    disk.discard(upload);
  }

  @Override
  public boolean knows(String uploadId) throws IOException {
    return disk.knows(uploadId);
  }

  @Override
  public int sweep(Function<Collection<String>, Map<String, UploadUse>> uses, SweepLimits limits)
      throws IOException {
    return disk.sweep(uses, limits);
  }

  @Override
  public void check() throws IOException {
    disk.check();
  }

  private record StallingAppend(ObjectAppend append, CountDownLatch let) implements ObjectAppend {

    @Override
    public void write(ByteBuffer[] buffers) throws IOException {
      stall();
      append.write(buffers);
    }

    @Override
    public boolean takesPipes() {
      return append.takesPipes();
    }

    @Override
    public void writeFrom(int pipe, int length) throws IOException {
      stall();
      append.writeFrom(pipe, length);
    }

    private void stall() throws IOException {
      try {
        let.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public Progress checkpoint() throws IOException {
      return append.checkpoint();
    }

    @Override
    public Progress flush() throws IOException {
      return append.flush();
    }

    @Override
    public void close() throws IOException {
      append.close();
    }
  }
}
