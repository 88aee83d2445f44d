package dev.longshore.service.events;

import dev.longshore.service.session.EventLog;
import dev.longshore.service.session.UploadEvent;
import java.time.Instant;

/** An event that is not delivered yet. Used by one thread at a time. */
final class Waiting {

  private final String position;
  private final Instant since;
  private UploadEvent event;

  /**
   * @param keeps whether it keeps the event itself, which is read again otherwise
   */
  Waiting(EventLog.Entry entry, boolean keeps) {
    position = entry.position();
    since = entry.at();
    event = keeps ? entry.event() : null;
  }

  String position() {
    return position;
  }

  /** When it was written. */
  Instant since() {
    return since;
  }

  /** Null if it has to be read again. */
  UploadEvent event() {
    return event;
  }

  /** It has to wait for long: any number of them may, if they keep nothing. */
  void drop() {
    event = null;
  }
}
