package dev.longshore.service.storage;

import java.io.IOException;

/** The object that was made of an upload was removed, or another one lies in its place. */
public final class ObjectGoneException extends IOException {

  private static final long serialVersionUID = 1L;

  public ObjectGoneException(String path) {
    super(path + " is gone, or another object");
  }
}
