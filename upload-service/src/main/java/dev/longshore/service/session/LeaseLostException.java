package dev.longshore.service.session;

/** The lease ended before the commit: another pod may write to the upload now. Nothing changed. */
public final class LeaseLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LeaseLostException(String uploadId) {
    super("the lease of upload " + uploadId + " was lost");
  }
}
