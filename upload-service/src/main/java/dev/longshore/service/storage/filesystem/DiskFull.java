package dev.longshore.service.storage.filesystem;

import dev.longshore.service.storage.StorageFullException;
import java.io.IOException;

/** Tells a full disk, or quota, from other failures; Java has no exception of its own for it. */
final class DiskFull {

  private DiskFull() {}

  /** The same failure, as a {@link StorageFullException} if it is one. */
  static IOException orOther(IOException failure) {
    var message = failure.getMessage() == null ? "" : failure.getMessage();
    return message.contains("No space left") || message.contains("quota exceeded")
        ? new StorageFullException(failure)
        : failure;
  }
}
