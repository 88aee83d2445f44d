package dev.longshore.service.storage;

import java.io.IOException;

/**
 * The storage does not hold what the session says, or no longer as an unfinished upload. Going on
 * would give an object other bytes than its client sent.
 */
public final class UploadLostException extends IOException {

  private static final long serialVersionUID = 1L;

  public UploadLostException(String message) {
    super(message);
  }
}
