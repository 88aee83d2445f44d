package dev.longshore.service.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Extends one upload. One thread writes; another may call {@link #flush()} meanwhile. What was
 * written but not flushed may be gone after a crash.
 */
public interface ObjectAppend extends Closeable {

  /**
   * Writes the remaining bytes of the buffers behind what was written before. May block.
   *
   * @throws StorageFullException if there is no room left
   */
  void write(ByteBuffer[] buffers) throws IOException;

  /** Makes what was written so far safe and says how far that is. May block. */
  Progress flush() throws IOException;
}
