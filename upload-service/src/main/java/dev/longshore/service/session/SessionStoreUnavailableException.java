package dev.longshore.service.session;

/**
 * The session store can't be reached or did not answer in time. Whether the call took effect is not
 * known. Says nothing about the upload: the client is told to try again (503), never that the
 * upload is gone (404).
 */
public final class SessionStoreUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SessionStoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
