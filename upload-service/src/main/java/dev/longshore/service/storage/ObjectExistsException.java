package dev.longshore.service.storage;

import java.io.IOException;

/** Another object lies under the path, or something that can't be replaced by one. */
public final class ObjectExistsException extends IOException {

  private static final long serialVersionUID = 1L;

  public ObjectExistsException(String path) {
    super(path + " exists");
  }
}
