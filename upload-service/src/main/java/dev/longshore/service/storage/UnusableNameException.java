package dev.longshore.service.storage;

import java.io.IOException;

/** The storage can't hold an object of this name; the message says why and what to do. */
public final class UnusableNameException extends IOException {

  private static final long serialVersionUID = 1L;

  public UnusableNameException(String message) {
    super(message);
  }
}
