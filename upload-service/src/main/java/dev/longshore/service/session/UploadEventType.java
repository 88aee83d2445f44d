package dev.longshore.service.session;

import java.util.Locale;
import java.util.Optional;

/** What of an upload is told to others. */
public enum UploadEventType {
  /** It can take bytes from now on. */
  CREATED,
  /** Bytes of it were acknowledged; told now and then only. */
  PROGRESSED,
  /** All of it is there: its object lies under its path, or it is a piece that others need. */
  COMPLETED,
  /** It ended before that: its client or the service gave it up, or what was kept of it is lost. */
  ABORTED,
  /** It was left alone for too long before it was complete. */
  EXPIRED;

  /** The {@code type} of its CloudEvents. */
  public String cloudEventType() {
    return "dev.longshore.upload." + shortName();
  }

  /** The last word of its CloudEvents' {@code type}. */
  public String shortName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a commit is told as; empty if it is of no interest to others. The last bytes are told
   * together with the completion that follows them at once.
   *
   * @param from where the upload stood
   */
  static Optional<UploadEventType> of(long from, UploadSession next) {
    return switch (next.status()) {
      case Complete -> Optional.of(COMPLETED);
      case Aborted -> Optional.of(ABORTED);
      case Pending, InProgress ->
          next.uploadedBytes() > from && !next.isFull()
              ? Optional.of(PROGRESSED)
              : Optional.empty();
    };
  }
}
