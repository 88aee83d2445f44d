package dev.longshore.service.upload;

/** A request was refused, or ended before its end; {@link #refusal()} says why. */
public final class UploadRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public UploadRefusedException(Refusal refusal) {
    // No stack trace: this is an answer, not a fault.
    super(refusal.detail(), null, false, false);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
