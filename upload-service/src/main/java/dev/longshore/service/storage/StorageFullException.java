package dev.longshore.service.storage;

import java.io.IOException;

/** There is no room for more bytes. */
public final class StorageFullException extends IOException {

  private static final long serialVersionUID = 1L;

  public StorageFullException(IOException cause) {
    super("no space left on the storage", cause);
  }
}
