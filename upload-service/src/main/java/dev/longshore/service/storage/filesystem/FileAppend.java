package dev.longshore.service.storage.filesystem;

import dev.longshore.service.kernel.Kernel;
import dev.longshore.service.storage.ObjectAppend;
import dev.longshore.service.storage.Progress;
import dev.longshore.service.storage.StorageFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Writes behind the acknowledged bytes of one segment file. */
final class FileAppend implements ObjectAppend {

  private static final int NONE = -1;

  /**
   * How many bytes the disk gets at a time while more arrive, where it must have all at the end.
   */
  private static final int WRITE_BACK = 4 << 20;

  private final Path file;
  private final FileChannel channel;
  private final boolean fsync;
  private final DiskCalls disk;
  private final String state;
  private volatile long offset;

  /** The same file once more, for the kernel: a channel does not tell its own. */
  private int descriptor = NONE;

  /** Up to where in the file the disk was told to write. */
  private long writtenBack = NONE;

  /**
   * @param file what the channel writes to
   * @param channel positioned at the byte that {@code offset} of the upload has in this file
   */
  FileAppend(
      Path file, FileChannel channel, long offset, String state, boolean fsync, DiskCalls disk) {
    this.file = file;
    this.channel = channel;
    this.offset = offset;
    this.state = state;
    this.fsync = fsync;
    this.disk = disk;
  }

  @Override
  public void write(ByteBuffer[] buffers) throws IOException {
    long left = 0;
    for (var buffer : buffers) {
      left += buffer.remaining();
    }
    long at = offset;
    try {
      while (left > 0) {
        long written = channel.write(buffers);
        left -= written;
        at += written;
      }
    } catch (IOException e) {
      throw DiskFull.orOther(e);
    } finally {
      offset = at;
    }
  }

  @Override
  public boolean takesPipes() {
    return Kernel.isAvailable();
  }

  @Override
  public void writeFrom(int pipe, int length) throws IOException {
    if (descriptor == NONE) {
      descriptor = Kernel.open(file);
    }
    long position = channel.position();
    if (writtenBack == NONE) {
      writtenBack = position;
    }
    try {
      for (int left = length; left > 0; ) {
        int moved = Kernel.spliceOut(pipe, descriptor, position, left);
        left -= moved;
        position += moved;
        offset += moved;
      }
    } catch (Kernel.OutOfSpaceException e) {
      throw new StorageFullException(e);
    } finally {
      channel.position(position);
    }
    if (fsync && position - writtenBack >= WRITE_BACK) {
      Kernel.writeBack(descriptor, writtenBack, position - writtenBack);
      writtenBack = position;
    }
  }

  @Override
  public Progress checkpoint() throws IOException {
    return flush();
  }

  @Override
  public Progress flush() throws IOException {
    long safe = offset;
    if (fsync) {
      disk.call(
          "fsync",
          () -> {
            channel.force(false);
            return safe;
          });
    }
    return new Progress(safe, state);
  }

  @Override
  public void close() throws IOException {
    if (descriptor != NONE) {
      Kernel.close(descriptor);
      descriptor = NONE;
    }
    channel.close();
  }
}
