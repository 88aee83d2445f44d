package dev.longshore.service.session;

import java.time.Duration;
import java.util.function.Function;

/**
 * How a store tells of changes of its sessions, each in the same step as the change.
 *
 * @param source {@link UploadEvent#source()}
 * @param progressInterval least time between two {@link UploadEventType#PROGRESSED} of an upload;
 *     zero for none of them
 * @param maxLength events that are kept, give or take a hundred; older ones go
 * @param data {@link UploadEvent#data()} of a session
 */
public record EventRules(
    String source,
    Duration progressInterval,
    long maxLength,
    Function<UploadSession, String> data) {

  /**
   * What a commit is told as, if it is told.
   *
   * @param from where the upload stood
   */
  public UploadEventType typeOf(long from, UploadSession next) {
    return UploadEventType.of(from, next)
        .filter(type -> type != UploadEventType.PROGRESSED || progressInterval.isPositive())
        .orElse(null);
  }

  /** Whether nothing follows this event of an upload. Pieces of others may end once more. */
  public static boolean isLast(UploadEventType type, UploadSession session) {
    return switch (type) {
      case CREATED, PROGRESSED -> false;
      case COMPLETED -> !session.isPartial();
      case ABORTED, EXPIRED -> true;
    };
  }
}
