package dev.longshore.service.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Extends one upload. One thread writes; another may call {@link #checkpoint()} meanwhile. What was
 * written but not flushed may be gone after a crash, and does not count: whoever closes this
 * without a flush goes on from where it was opened. Once this is closed nothing of it is under way
 * any more.
 */
public interface ObjectAppend extends Closeable {

  /**
   * Writes the remaining bytes of the buffers behind what was written before. May block.
   *
   * @throws StorageFullException if there is no room left
   */
  void write(ByteBuffer[] buffers) throws IOException;

  /** Whether {@link #writeFrom} may be called. */
  default boolean takesPipes() {
    return false;
  }

  /**
   * As {@link #write}, with bytes that wait in a pipe of the kernel. Blocks the thread of the
   * machine that calls.
   *
   * @param pipe descriptor of the end to read from
   * @param length how many, above 0; all are there
   */
  default void writeFrom(int pipe, int length) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Says how far the bytes are safe in the middle of a long body, making them so as far as that
   * costs little. May block.
   */
  Progress checkpoint() throws IOException;

  /** Makes everything that was written safe and says how far that is. May block. */
  Progress flush() throws IOException;

  /**
   * As {@link #flush()}, where what was written is the whole upload and nothing more will come. The
   * object may be made at once, if that costs less than keeping the bytes until {@link
   * ObjectStorage#complete} is called, which must follow all the same.
   */
  default Progress finish() throws IOException {
    return flush();
  }

  /** Learns that a progress is kept with the session: what it replaced is needed no more. */
  default void committed(Progress progress) {}
}
